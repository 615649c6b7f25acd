/** Which queues get a copy of what is published, and which ones an exchange chooses. */
@NullMarked
package io.gortms.internal.routing;

import org.jspecify.annotations.NullMarked;
