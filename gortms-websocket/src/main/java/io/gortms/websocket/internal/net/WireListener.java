package io.gortms.websocket.internal.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketAdapter;
import org.java_websocket.drafts.Draft;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.Handshakedata;
import org.java_websocket.handshake.ServerHandshakeBuilder;
import org.jspecify.annotations.Nullable;

/** What the library has to say about a connection. On the thread of the sockets. */
final class WireListener extends WebSocketAdapter {

    private final Wire wire;

    WireListener(Wire wire) {
        this.wire = wire;
    }

    @Override
    public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(
            WebSocket socket, Draft draft, ClientHandshake request) throws InvalidDataException {
        if (!"websocket".equalsIgnoreCase(request.getFieldValue("Upgrade"))) {
            throw new InvalidDataException(CloseFrame.PROTOCOL_ERROR, "this is a port for WebSocket");
        }
        return super.onWebsocketHandshakeReceivedAsServer(socket, draft, request);
    }

    @Override
    public void onWebsocketOpen(WebSocket socket, Handshakedata data) {
        ClientHandshake request = (ClientHandshake) data;
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Iterator<String> names = request.iterateHttpFields(); names.hasNext(); ) {
            String name = names.next();
            headers.put(name, request.getFieldValue(name));
        }
        String target = request.getResourceDescriptor();
        int question = target.indexOf('?');
        wire.loop()
                .connected(
                        wire,
                        new Handshake(
                                question < 0 ? target : target.substring(0, question),
                                Handshake.parameters(question < 0 ? "" : target.substring(question + 1)),
                                Collections.unmodifiableMap(headers),
                                wire.connection().remote(),
                                wire.isSecure()));
    }

    @Override
    public void onWebsocketMessage(WebSocket socket, String text) {
        received(session -> session.onText(text), text.length());
    }

    @Override
    public void onWebsocketMessage(WebSocket socket, ByteBuffer bytes) {
        received(Session::onBinary, 0);
    }

    private void received(Consumer<Session> call, int size) {
        Session session = wire.connection().session();
        if (session == null) {
            wire.connection().close(CloseFrame.PROTOCOL_ERROR, "nothing may be sent before the handshake is answered");
        } else if (wire.isTooMuch()) {
            wire.connection().inbound().add(session::onTooMuch);
        } else {
            wire.connection().inbound().add(() -> call.accept(session), size);
        }
    }

    @Override
    public void onWebsocketPing(WebSocket socket, Framedata frame) {
        if (!wire.isTooMuch()) {
            super.onWebsocketPing(socket, frame);
        }
    }

    @Override
    public void onWriteDemand(WebSocket socket) {
        wire.connection().demand();
    }

    @Override
    public void onWebsocketClosing(WebSocket socket, int code, String reason, boolean remote) {
        wire.connection().close(code, reason);
    }

    @Override
    public void onWebsocketClose(WebSocket socket, int code, String reason, boolean remote) {
        wire.abort(code, reason);
    }

    @Override
    public void onWebsocketCloseInitiated(WebSocket socket, int code, String reason) {
        // it was this side
    }

    @Override
    public void onWebsocketError(@Nullable WebSocket socket, Exception e) {
        IoLoop.LOG.debug("{}", wire.connection().remote(), e);
    }

    @Override
    public InetSocketAddress getLocalSocketAddress(WebSocket socket) {
        return wire.loop().address();
    }

    @Override
    public InetSocketAddress getRemoteSocketAddress(WebSocket socket) {
        return wire.connection().remote();
    }
}
