/**
 * Sockets and WebSocket frames: one thread serves all connections. Java-WebSocket is known here only.
 */
@NullMarked
package io.gortms.websocket.internal.net;

import org.jspecify.annotations.NullMarked;
