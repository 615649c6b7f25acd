package io.gortms.websocket.proof;

import io.gortms.Broker;
import io.gortms.websocket.ObservationServer;
import java.time.Duration;

/** One server, from its start to its end. */
final class Doors {

    private final ObservationServer server;
    private final int port;
    private final HubLog hub;
    private final Watched watched = new Watched();

    private volatile boolean closing;

    Doors(Broker broker, Plan plan, Ledger ledger) {
        server = ObservationServer.builder(watched.of(broker))
                .port(0)
                .allowPublish(true)
                .inboundRate(100_000, 1_000_000)
                .clientBuffer(plan.buffer(), plan.bufferBytes())
                .pingInterval(Duration.ofMillis(100)) // who waits for frames looks around then
                .idleTimeout(Duration.ofMinutes(10))
                .build();
        hub = new HubLog(server.hub(), plan, ledger);
        server.start();
        port = server.port();
    }

    int port() {
        return port;
    }

    HubLog hub() {
        return hub;
    }

    /** From now on clients may be sent away. */
    void closes() {
        closing = true;
        hub.closes();
    }

    boolean isClosing() {
        return closing;
    }

    void close() {
        closes();
        server.close();
    }

    /** Whether nothing is left of it. */
    boolean isGone() {
        return watched.count() == 0 && hub.isEmpty() && threads() == 0;
    }

    String left() {
        return watched.count() + " observers, " + threads() + " threads, of the hub " + hub;
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("gortms-websocket"))
                .count();
    }
}
