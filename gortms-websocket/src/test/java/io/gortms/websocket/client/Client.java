package io.gortms.websocket.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of a server under test. Waits at most ten seconds for anything. */
public abstract class Client implements AutoCloseable {

    /** How a connection has ended. */
    public record Closed(int code, String reason) {}

    /** The clients there are: a server has to get on with both. */
    public enum Kind {
        JAVA_WEBSOCKET,
        JDK;

        public Client connect(URI uri, Map<String, String> headers) throws Exception {
            return this == JDK ? new JdkClient(uri, headers) : new LibraryClient(uri, headers);
        }

        public Client connect(URI uri) throws Exception {
            return connect(uri, Map.of());
        }
    }

    static final long SECONDS = 10;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    final CompletableFuture<Closed> closed = new CompletableFuture<>();

    public abstract void send(String text) throws Exception;

    @Override
    public abstract void close();

    public abstract void sendBinary(byte[] bytes) throws Exception;

    /** The next frame. */
    public JsonNode next() throws Exception {
        String text = received.poll(SECONDS, TimeUnit.SECONDS);
        if (text == null) {
            throw new AssertionError("no frame came in " + SECONDS + " s; closed: " + closed.getNow(null));
        }
        return MAPPER.readTree(text);
    }

    /** The next frame, as it came. */
    public String nextText() throws Exception {
        String text = received.poll(SECONDS, TimeUnit.SECONDS);
        if (text == null) {
            throw new AssertionError("no frame came in " + SECONDS + " s");
        }
        return text;
    }

    /** The next so many frames. */
    public List<JsonNode> next(int count) throws Exception {
        List<JsonNode> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(next());
        }
        return frames;
    }

    /** How the connection ends. */
    public Closed awaitClosed() throws Exception {
        return closed.get(SECONDS, TimeUnit.SECONDS);
    }

    /** Whether a frame comes, and not the end. */
    public boolean awaitFrameOrEnd() throws Exception {
        CompletableFuture<Void> frame = CompletableFuture.runAsync(() -> {
            try {
                String text = null;
                while (text == null && !closed.isDone()) {
                    text = received.poll(10, TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        frame.get(SECONDS, TimeUnit.SECONDS);
        return !closed.isDone();
    }

    /** Whether frames have come that nobody has taken. */
    public boolean hasMore() {
        return !received.isEmpty();
    }
}
