package io.gortms.websocket.internal.observe;

import io.gortms.websocket.internal.net.Connection;
import io.gortms.websocket.internal.net.Frame;

/** Gives one client the messages that its feed is given; called with the feed's lock, in position order. */
final class LiveMessages {

    private final Connection connection;
    private long expected;
    private boolean left;

    LiveMessages(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    /** What the client has not got yet begins here. To be called before it joins a feed. */
    void expect(long position) {
        expected = position;
    }

    /** Nothing more is to be given. Called with the feed's lock. */
    void leave() {
        left = true;
    }

    boolean hasLeft() {
        return left;
    }

    void onLive(long position, Frame frame) {
        if (position < expected) {
            return; // it was read, although the feed has not come that far
        }
        if (position > expected) {
            connection.outbox().missed(position - expected);
        }
        expected = position + 1;
        connection.outbox().offer(frame);
    }
}
