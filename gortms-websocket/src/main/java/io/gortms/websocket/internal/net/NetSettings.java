package io.gortms.websocket.internal.net;

import java.time.Duration;

/**
 * The limits of the sockets.
 *
 * @param maxFrameBytes the largest frame, and the largest message of several frames, that a client may send
 * @param maxConnections how many connections there may be
 * @param maxConnectionsPerAddress how many of one address
 * @param inboundPerSecond how many messages a client may send a second
 * @param inboundPerSecondOfAll how many all may
 * @param handshakeTimeout how long it may take until a client is let in
 * @param pingInterval how often clients are pinged
 * @param idleTimeout how long nothing may come from a client
 * @param bufferMessages how many messages wait for a slow client
 * @param bufferBytes how many bytes do, but for one message that is larger
 */
public record NetSettings(
        int maxFrameBytes,
        int maxConnections,
        int maxConnectionsPerAddress,
        int inboundPerSecond,
        int inboundPerSecondOfAll,
        Duration handshakeTimeout,
        Duration pingInterval,
        Duration idleTimeout,
        int bufferMessages,
        long bufferBytes) {}
