package io.gortms.webhooks.internal.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** A receiver on loopback that does to each connection what a script says, however wrong. */
final class Receiver implements AutoCloseable {

    private static final int PACE_MS = 5;
    private static final int BACKLOG = 100;

    /** What is done with a connection; it is closed afterwards. */
    @FunctionalInterface
    interface Script {
        void serve(Connection connection) throws IOException;
    }

    private final ServerSocket server;
    private final String scheme;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "receiver");
        thread.setDaemon(true);
        return thread;
    });
    private final ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Semaphore ended = new Semaphore(0);

    private Receiver(ServerSocket server, String scheme, Script script) {
        this.server = server;
        this.scheme = scheme;
        threads.execute(() -> accept(script));
    }

    static Receiver start(Script script) throws IOException {
        return new Receiver(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), "http", script);
    }

    /** One that every address of this machine reaches. */
    static Receiver startOnEveryAddress(Script script) throws IOException {
        return new Receiver(new ServerSocket(0, BACKLOG), "http", script);
    }

    static Receiver startTls(SSLContext tls, Script script) throws IOException {
        ServerSocket server =
                tls.getServerSocketFactory().createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        return new Receiver(server, "https", script);
    }

    int port() {
        return server.getLocalPort();
    }

    URI uri() {
        return uri("127.0.0.1");
    }

    URI uri(String host) {
        return URI.create(scheme + "://" + host + ":" + port() + "/hook");
    }

    int accepted() {
        return accepted.get();
    }

    /** Waits until so many connections have been closed, by either side. */
    boolean awaitEnded(int connections) throws InterruptedException {
        return ended.tryAcquire(connections, 10, TimeUnit.SECONDS);
    }

    private void accept(Script script) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                accepted.incrementAndGet();
                sockets.add(socket);
                threads.execute(() -> serve(socket, script));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket, Script script) {
        try (socket) {
            script.serve(new Connection(socket));
        } catch (IOException clientHasGone) {
            // what most of the scripts wait for
        } finally {
            ended.release();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }

    /** A connection that was accepted. */
    static final class Connection {

        final Socket socket;
        private final InputStream in;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
            socket.setTcpNoDelay(true);
        }

        /** Head and body of the next request; an exception if there is none. */
        String readRequest() throws IOException {
            StringBuilder request = new StringBuilder();
            while (request.indexOf("\r\n\r\n") < 0) {
                request.append(readChar());
            }
            int end = request.length();
            int at = request.indexOf("Content-Length: ");
            int bodyBytes = at < 0
                    ? 0
                    : Integer.parseInt(request.substring(at + 16, request.indexOf("\r\n", at))
                            .trim());
            while (request.length() < end + bodyBytes) {
                request.append(readChar());
            }
            return request.toString();
        }

        Connection write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        /** A whole response with its length. */
        Connection respond(int status, String headers, String body) throws IOException {
            return write("HTTP/1.1 " + status + " Whatever\r\n" + headers + "Content-Length: " + body.length()
                    + "\r\n\r\n" + body);
        }

        /** Waits a moment, and ends the script if the client has gone meanwhile. */
        void pace() throws IOException {
            socket.setSoTimeout(PACE_MS);
            try {
                readChar();
            } catch (SocketTimeoutException stillThere) {
                // as it should be
            }
        }

        /** Waits until the client closes; ends with an exception if it resets. */
        void awaitClosed() throws IOException {
            socket.setSoTimeout(60_000);
            while (in.read() >= 0) {
                // what comes does not matter
            }
        }

        /** Passes on what comes to a port of this machine, and back, until one side closes. */
        void relayTo(int port) throws IOException {
            try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Thread back = new Thread(() -> {
                    try (socket) {
                        target.getInputStream().transferTo(socket.getOutputStream());
                    } catch (IOException oneSideHasGone) {
                        // so the other one goes too
                    }
                });
                back.setDaemon(true);
                back.start();
                in.transferTo(target.getOutputStream());
            }
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        private char readChar() throws IOException {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the client has gone");
            }
            return (char) next;
        }
    }
}
