/** What a publish has to pass before it is appended: is there room, and was it published before. */
@NullMarked
package io.gortms.internal.publish;

import org.jspecify.annotations.NullMarked;
