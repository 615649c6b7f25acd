package io.gortms.websocket.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A client by the JDK. */
public final class JdkClient extends Client implements WebSocket.Listener {

    private final WebSocket socket;
    private final StringBuilder begun = new StringBuilder();

    public JdkClient(URI uri, Map<String, String> headers, String... subprotocols) throws Exception {
        this(HttpClient.newHttpClient(), uri, headers, subprotocols);
    }

    public JdkClient(HttpClient http, URI uri, Map<String, String> headers, String... subprotocols) throws Exception {
        WebSocket.Builder builder = http.newWebSocketBuilder();
        headers.forEach(builder::header);
        if (subprotocols.length > 0) {
            List<String> all = List.of(subprotocols);
            builder.subprotocols(all.get(0), all.subList(1, all.size()).toArray(String[]::new));
        }
        socket = builder.buildAsync(uri, this).get(SECONDS, TimeUnit.SECONDS);
    }

    public String subprotocol() {
        return socket.getSubprotocol();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        begun.append(data);
        if (last) {
            received.add(begun.toString());
            begun.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(new Closed(code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(new Closed(1006, String.valueOf(error)));
    }

    @Override
    public void send(String text) throws Exception {
        socket.sendText(text, true).get(SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void sendBinary(byte[] bytes) throws Exception {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).get(SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
