package io.gortms.websocket.internal;

import io.gortms.websocket.Hub;
import io.gortms.websocket.ObservationServer;
import io.gortms.websocket.PortInUseException;
import io.gortms.websocket.ServerStartException;
import io.gortms.websocket.internal.console.Console;
import io.gortms.websocket.internal.frame.Frames;
import io.gortms.websocket.internal.hub.LocalHub;
import io.gortms.websocket.internal.net.IoLoop;
import io.gortms.websocket.internal.tls.TlsContexts;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server: what listens, and what it stands on. */
public final class LocalServer implements ObservationServer {

    private static final Logger LOG = LoggerFactory.getLogger(LocalServer.class);
    private static final int BACKLOG = 1024;

    private final ServerConfig config;
    private final LocalHub hub;

    /** Guards starting and closing; held while that is done. */
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable Running running;
    private boolean closed;

    /** What a started server consists of. */
    private record Running(IoLoop sockets, @Nullable Console console, Threads threads, int port) {}

    /** A server that has not been started. */
    public LocalServer(ServerConfig config) {
        this.config = config;
        this.hub = new LocalHub(config.mapper());
    }

    @Override
    public void start() {
        lock.lock();
        try {
            if (closed || running != null) {
                throw new IllegalStateException("a server is started once; build another one");
            }
            Threads threads = new Threads();
            try {
                running = start(threads);
            } catch (RuntimeException e) {
                threads.close();
                throw e;
            }
            LOG.info("observation on {} port {}{}", config.address().getHostAddress(), port(), consoleAddress());
        } finally {
            lock.unlock();
        }
    }

    /** For the log: what somebody on this machine can open. */
    private String consoleAddress() {
        if (config.consolePort() == null) {
            return "";
        }
        InetAddress address = config.address();
        boolean reachedAsLocalhost = address.isLoopbackAddress() || address.isAnyLocalAddress();
        String numeric =
                address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
        return ", the console at " + (config.tls() == null ? "http" : "https") + "://"
                + (reachedAsLocalhost ? "localhost" : numeric) + ":" + consolePort() + "/ui/";
    }

    private Running start(Threads threads) {
        InetSocketAddress address = new InetSocketAddress(config.address(), config.port());
        ServerSocketChannel listening = listen(address);
        Console console = null;
        try {
            SSLContext tls = config.tls() == null ? null : config.tls().get();
            int port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
            console = console(threads, tls, port);
            IoLoop sockets = new IoLoop(
                    listening,
                    config.net(),
                    tls == null ? null : () -> TlsContexts.engine(tls),
                    threads.calls(),
                    threads.work(),
                    Frames::dropped,
                    new FrontDoor(config, hub, threads));
            sockets.start();
            if (console != null) {
                console.start();
            }
            return new Running(sockets, console, threads, port);
        } catch (IOException | RuntimeException e) {
            closeQuietly(listening);
            if (console != null) {
                console.close();
            }
            throw e instanceof RuntimeException known ? known : cannotListen(address, (IOException) e);
        }
    }

    private @Nullable Console console(Threads threads, @Nullable SSLContext tls, int socketPort) {
        Integer port = config.consolePort();
        if (port == null) {
            return null;
        }
        InetSocketAddress address = new InetSocketAddress(config.address(), port);
        try {
            return new Console(
                    address, tls, socketPort, config.broker(), config.login(), config.origins(), threads.http());
        } catch (IOException e) {
            throw cannotListen(address, e);
        }
    }

    private static ServerSocketChannel listen(InetSocketAddress address) {
        ServerSocketChannel listening = null;
        try {
            listening = ServerSocketChannel.open();
            return listening.bind(address, BACKLOG);
        } catch (IOException e) {
            if (listening != null) {
                closeQuietly(listening);
            }
            throw cannotListen(address, e);
        }
    }

    private static ServerStartException cannotListen(InetSocketAddress address, IOException e) {
        if (e instanceof BindException && isOfThisMachine(address.getAddress())) {
            return new PortInUseException(address, e);
        }
        return new ServerStartException(
                address,
                "the server cannot listen on " + address.getAddress().getHostAddress() + " port " + address.getPort()
                        + ": " + e.getMessage() + "; bindAddress(…) takes an address of this machine",
                e);
    }

    /** The JDK has one exception for a port that is taken and for an address that another machine has. */
    private static boolean isOfThisMachine(InetAddress address) {
        try (ServerSocket anyPort = new ServerSocket()) {
            anyPort.bind(new InetSocketAddress(address, 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void closeQuietly(ServerSocketChannel listening) {
        try {
            listening.close();
        } catch (IOException e) {
            LOG.debug("closing a socket that did not listen", e);
        }
    }

    @Override
    public int port() {
        return running().port();
    }

    @Override
    public int consolePort() {
        Console console = running().console();
        if (console == null) {
            throw new IllegalStateException("the server has no console; give its port to the builder");
        }
        return console.port();
    }

    private Running running() {
        lock.lock();
        try {
            if (running == null) {
                throw new IllegalStateException(
                        closed
                                ? "the server is closed"
                                : "the server has not been started; its ports are known after start()");
            }
            return running;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Hub hub() {
        return hub;
    }

    @Override
    public void close() {
        Running ended;
        lock.lock();
        try {
            ended = running;
            running = null;
            closed = true;
        } finally {
            lock.unlock();
        }
        if (ended != null) {
            if (ended.console() != null) {
                ended.console().close();
            }
            ended.sockets().close();
            ended.threads().close();
            LOG.info("observation on port {} is closed", ended.port());
        }
    }
}
