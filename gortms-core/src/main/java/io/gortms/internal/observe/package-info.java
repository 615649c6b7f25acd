/** Who watches the messages of a queue. */
@NullMarked
package io.gortms.internal.observe;

import org.jspecify.annotations.NullMarked;
