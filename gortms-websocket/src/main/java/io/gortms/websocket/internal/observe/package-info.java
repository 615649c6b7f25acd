/** Watching queues: a feed for each queue that somebody watches, and a session for each client. */
@NullMarked
package io.gortms.websocket.internal.observe;

import org.jspecify.annotations.NullMarked;
