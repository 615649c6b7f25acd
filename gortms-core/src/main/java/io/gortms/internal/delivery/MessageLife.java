package io.gortms.internal.delivery;

import io.gortms.QueueSettings;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.time.BrokerClock;

/** From when to when a message may be delivered: pure, given the message and the queue's ttl. */
public final class MessageLife {

    private MessageLife() {}

    /** The queue's ttl; {@link BrokerClock#NEVER} if messages do not expire. */
    public static long ttlMicros(QueueSettings settings) {
        return settings.ttl().isZero() ? BrokerClock.NEVER : BrokerClock.toMicros(settings.ttl());
    }

    /** When a message expires: its own ttl or the queue's, whichever is shorter, after it was first to be delivered. */
    public static long expiresMicros(StoredRecord stored, long queueTtlMicros) {
        return expiresMicros(stored.timestampMicros(), stored.ttlMicros(), stored.deliverAtMicros(), queueTtlMicros);
    }

    /** Like {@link #expiresMicros(StoredRecord, long)}, of a message's parts; negative is not given. */
    static long expiresMicros(long timestampMicros, long ownTtlMicros, long deliverAtMicros, long queueTtlMicros) {
        long ttlMicros = ownTtlMicros < 0 ? queueTtlMicros : Math.min(queueTtlMicros, ownTtlMicros);
        return BrokerClock.later(Math.max(timestampMicros, deliverAtMicros), ttlMicros);
    }
}
