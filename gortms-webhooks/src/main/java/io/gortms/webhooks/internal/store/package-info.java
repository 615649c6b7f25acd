/** What waits to be sent, and what was: queues of the broker, the endpoints, the log of attempts. */
@NullMarked
package io.gortms.webhooks.internal.store;

import org.jspecify.annotations.NullMarked;
