package io.gortms.websocket.internal;

import io.gortms.Broker;
import io.gortms.BrokerClosedException;
import io.gortms.DomainNotFoundException;
import io.gortms.MessageQueue;
import io.gortms.QueueNotFoundException;
import io.gortms.websocket.internal.dashboard.EventFeed;
import io.gortms.websocket.internal.dashboard.EventSession;
import io.gortms.websocket.internal.dashboard.StatisticsSession;
import io.gortms.websocket.internal.hub.LocalHub;
import io.gortms.websocket.internal.net.CloseCodes;
import io.gortms.websocket.internal.net.Connection;
import io.gortms.websocket.internal.net.Handshake;
import io.gortms.websocket.internal.net.IoLoop;
import io.gortms.websocket.internal.net.Reception;
import io.gortms.websocket.internal.net.Session;
import io.gortms.websocket.internal.observe.Feeds;
import io.gortms.websocket.internal.observe.QueueSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets clients in, or sends them away with a code that says why. */
final class FrontDoor implements Reception {

    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

    private final ServerConfig config;
    private final Broker broker;
    private final LocalHub hub;
    private final Threads threads;
    private final Origins origins;
    private final Feeds feeds;
    private final EventFeed events;

    FrontDoor(ServerConfig config, LocalHub hub, Threads threads) {
        this.config = config;
        this.broker = config.broker();
        this.hub = hub;
        this.threads = threads;
        this.origins = new Origins(config.allowedOrigins(), config.address());
        this.feeds = new Feeds(broker);
        this.events = new EventFeed(broker);
    }

    /** Opening a queue takes time, which the thread of the sockets does not have. */
    @Override
    public void onConnect(Connection connection, Handshake handshake) {
        threads.work().execute(() -> {
            try {
                decide(connection, handshake);
            } catch (RuntimeException e) {
                LOG.warn("{}: a client cannot be let in", connection.remote(), e);
                connection.close(CloseCodes.ERROR, "error");
            }
        });
    }

    private void decide(Connection connection, Handshake handshake) {
        if (!origins.allows(handshake)) {
            connection.close(CloseCodes.NOT_ALLOWED, "pages of this origin are not allowed");
            return;
        }
        Target target = Target.of(handshake.path());
        if (target == null) {
            connection.close(CloseCodes.NOT_FOUND, "there is nothing at this path");
            return;
        }
        try {
            connection.accept(session(connection, handshake, target));
        } catch (DomainNotFoundException | QueueNotFoundException e) {
            connection.close(CloseCodes.NOT_FOUND, String.valueOf(e.getMessage()));
        } catch (BrokerClosedException e) {
            connection.close(CloseCodes.NORMAL, IoLoop.SHUTTING_DOWN);
        }
    }

    private Session session(Connection connection, Handshake handshake, Target target) {
        if (target instanceof Target.Queue name) {
            MessageQueue queue = broker.domain(name.domain()).queue(name.queue());
            return new QueueSession(
                    connection, feeds, name.domain(), queue, handshake.query(), config.allowPublish(), threads.work());
        } else if (target instanceof Target.Statistics) {
            return new StatisticsSession(connection, broker, handshake.query(), threads.timer());
        } else if (target instanceof Target.Events) {
            return new EventSession(connection, events);
        }
        return hub.session(connection, null);
    }
}
