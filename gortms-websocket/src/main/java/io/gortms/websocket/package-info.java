/**
 * A window into a broker: watching its queues by WebSocket, statistics, events, and a hub that broadcasts. It begins with {@code
 * ObservationServer}.
 */
@NullMarked
package io.gortms.websocket;

import org.jspecify.annotations.NullMarked;
