package io.gortms.websocket.client;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;

/** A client by Java-WebSocket. */
public final class LibraryClient extends Client {

    private final CountDownLatch opened = new CountDownLatch(1);
    private final WebSocketClient socket;

    public LibraryClient(URI uri, Map<String, String> headers) throws Exception {
        this(uri, headers, null);
    }

    public LibraryClient(URI uri, Map<String, String> headers, SSLSocketFactory sockets) throws Exception {
        socket = new WebSocketClient(uri, headers) {
            @Override
            public void onOpen(ServerHandshake handshake) {
                opened.countDown();
            }

            @Override
            public void onMessage(String text) {
                received.add(text);
            }

            @Override
            public void onClose(int code, String reason, boolean remote) {
                closed.complete(new Closed(code, reason));
            }

            @Override
            public void onError(Exception e) {
                closed.complete(new Closed(1006, String.valueOf(e)));
            }
        };
        socket.setDaemon(true);
        if (sockets != null) {
            socket.setSocketFactory(sockets);
        }
        socket.connect();
        if (!opened.await(SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no connection to " + uri);
        }
    }

    @Override
    public void send(String text) {
        socket.send(text);
    }

    @Override
    public void sendBinary(byte[] bytes) {
        socket.send(bytes);
    }

    @Override
    public void close() {
        socket.close();
    }
}
