/**
 * Signed webhooks to many endpoints, with retries that survive a restart. What goes out is kept in queues of the broker, in the
 * domain {@code _webhooks}.
 */
@NullMarked
package io.gortms.webhooks;

import org.jspecify.annotations.NullMarked;
