package io.gortms.webhooks.internal.store;

import io.gortms.StoredMessage;

/** The headers that messages have in our queues. */
public final class Headers {

    /** The webhook's id. */
    public static final String ID = "id";

    /** The type of its event. */
    public static final String EVENT = "event";

    /** When it was dispatched, in microseconds since 1970. */
    public static final String DISPATCHED = "dispatched";

    /** Of what waits for a URL that is no endpoint: URL and secret, sealed. */
    public static final String TARGET = "target";

    /** Of what cannot be sent: why. */
    public static final String REFUSED = "refused";

    /** Of what was handed on long after its dispatch: how much later, in microseconds. */
    static final String LATE = "late";

    /** Of an event: to which endpoints it goes. */
    static final String TO = "to";

    /** Of an event: the number that the next new endpoint was to get. */
    static final String NEXT = "next";

    private Headers() {}

    /** The webhook's id: that of the message if it stands for itself. */
    public static String id(StoredMessage message) {
        String id = message.headers().get(ID);
        return id == null ? message.messageId() : id; // which costs a hash
    }

    /** The type of its event. */
    public static String event(StoredMessage message) {
        return message.headers().getOrDefault(EVENT, "");
    }

    /** From when its age counts: its dispatch, or when it was put there again by hand. */
    public static long sinceMicros(StoredMessage message) {
        String late = message.headers().get(LATE);
        return Micros.of(message.timestamp()) - (late == null ? 0 : Long.parseLong(late));
    }

    /** When it was dispatched. */
    public static long dispatchedMicros(StoredMessage message) {
        String text = message.headers().get(DISPATCHED);
        return text == null ? Micros.of(message.timestamp()) : Long.parseLong(text);
    }
}
