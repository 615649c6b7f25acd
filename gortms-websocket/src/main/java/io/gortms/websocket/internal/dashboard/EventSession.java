package io.gortms.websocket.internal.dashboard;

import io.gortms.websocket.internal.net.Connection;

/** A client that is told of the broker's events. */
public final class EventSession extends ListenOnly {

    private final EventFeed feed;

    /** A session that has not begun. */
    public EventSession(Connection connection, EventFeed feed) {
        super(connection);
        this.feed = feed;
    }

    @Override
    public void onOpen() {
        feed.join(connection());
    }

    @Override
    public void onClosed(int code, String reason) {
        feed.leave(connection());
    }
}
