package io.gortms.websocket.internal;

import io.gortms.Broker;
import io.gortms.BrokerClosedException;
import io.gortms.DomainNotFoundException;
import io.gortms.MessageQueue;
import io.gortms.QueueNotFoundException;
import io.gortms.websocket.internal.auth.Identity;
import io.gortms.websocket.internal.auth.Origins;
import io.gortms.websocket.internal.auth.Refusal;
import io.gortms.websocket.internal.control.Access;
import io.gortms.websocket.internal.control.Control;
import io.gortms.websocket.internal.control.ControlSession;
import io.gortms.websocket.internal.dashboard.EventFeed;
import io.gortms.websocket.internal.dashboard.EventSession;
import io.gortms.websocket.internal.dashboard.StatisticsFrames;
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
    private final Gate gate;
    private final Guests guests;
    private final Feeds feeds;
    private final EventFeed events;
    private final StatisticsFrames statistics;
    private final Control control;

    FrontDoor(ServerConfig config, LocalHub hub, Threads threads) {
        this.config = config;
        this.broker = config.broker();
        this.hub = hub;
        this.threads = threads;
        this.origins = config.origins();
        this.gate = new Gate(config.signatures(), config.tokens(), broker.clock());
        this.guests = new Guests(threads.timer(), broker.clock());
        this.feeds = new Feeds(broker);
        this.events = new EventFeed(broker);
        this.statistics = new StatisticsFrames(broker);
        this.control = new Control(broker);
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
        if (!origins.allows(handshake.header("Origin"), handshake.header("Host"))) {
            connection.close(CloseCodes.NOT_ALLOWED, "pages of this origin are not allowed");
            return;
        }
        Target target = Target.of(handshake.path());
        if (target == null) {
            connection.close(CloseCodes.NOT_FOUND, "there is nothing at this path");
            return;
        }
        try {
            Identity identity = gate.identify(handshake, target.permission());
            connection.accept(session(connection, handshake, target, identity));
            guests.add(connection, identity.standing());
        } catch (Refusal e) {
            connection.close(CloseCodes.OF_STATUS + e.status(), e.text());
        } catch (DomainNotFoundException | QueueNotFoundException e) {
            connection.close(CloseCodes.NOT_FOUND, String.valueOf(e.getMessage()));
        } catch (BrokerClosedException e) {
            connection.close(CloseCodes.NORMAL, IoLoop.SHUTTING_DOWN);
        }
    }

    private Session session(Connection connection, Handshake handshake, Target target, Identity identity) {
        if (target instanceof Target.Queue name) {
            MessageQueue queue = broker.domain(name.domain()).queue(name.queue());
            boolean mayPublish = config.allowPublish() && identity.may("publish:" + name.domain());
            return new QueueSession(
                    connection,
                    feeds,
                    name.domain(),
                    queue,
                    handshake.query(),
                    mayPublish ? threads.publishes() : null,
                    threads.work());
        } else if (target instanceof Target.Statistics) {
            return new StatisticsSession(connection, statistics, handshake.query(), threads.timer());
        } else if (target instanceof Target.Events) {
            return new EventSession(connection, events);
        } else if (target instanceof Target.Control) {
            return new ControlSession(
                    connection,
                    control,
                    new Access(identity, config.allowPublish(), config.allowManage()),
                    threads.publishes());
        }
        return hub.session(connection, identity.name(), threads.callbacks());
    }
}
