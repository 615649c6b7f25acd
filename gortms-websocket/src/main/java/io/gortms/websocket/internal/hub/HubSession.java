package io.gortms.websocket.internal.hub;

import io.gortms.websocket.HubClient;
import io.gortms.websocket.internal.net.CloseCodes;
import io.gortms.websocket.internal.net.Connection;
import io.gortms.websocket.internal.net.Frame;
import io.gortms.websocket.internal.net.Session;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client of the hub. */
final class HubSession implements Session, HubClient {

    private static final Logger LOG = LoggerFactory.getLogger(HubSession.class);

    private final LocalHub hub;
    private final Connection connection;
    private final @Nullable String name;
    private final Executor callbacks;

    HubSession(LocalHub hub, Connection connection, @Nullable String name, Executor callbacks) {
        this.hub = hub;
        this.connection = connection;
        this.name = name;
        this.callbacks = callbacks;
    }

    /**
     * Sends it if there is room, and ends the connection if there is none: nothing follows what was missed, although there may be
     * room again before the connection has ended. Called with the hub's lock.
     */
    void offer(Frame frame) {
        if (!connection.isEnding() && !connection.outbox().offerInTime(frame)) {
            LOG.debug("{} is too slow for the hub, and is disconnected", connection.remote());
            connection.close(CloseCodes.TRY_AGAIN_LATER, "too slow");
        }
    }

    @Override
    public void onOpen() {
        hub.enter(this);
        connection.goOn(callbacks, () -> hub.connected(this));
    }

    @Override
    public void onText(String text) {
        connection.goOn(callbacks, () -> hub.received(this, text));
    }

    @Override
    public void onBinary() {
        LOG.debug("{}: the hub takes text only", connection.remote());
    }

    @Override
    public void onTooMuch() {
        LOG.debug("{} sends too much; some of it is ignored", connection.remote());
    }

    @Override
    public void onClosed(int code, String reason) {
        hub.leave(this);
        connection.goOn(callbacks, () -> hub.disconnected(this));
    }

    @Override
    public String id() {
        return connection.id();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return connection.remote();
    }

    @Override
    public @Nullable String name() {
        return name;
    }

    @Override
    public void sendJson(Object value) {
        hub.send(this, value);
    }

    @Override
    public void close() {
        connection.close(CloseCodes.NORMAL, "");
    }
}
