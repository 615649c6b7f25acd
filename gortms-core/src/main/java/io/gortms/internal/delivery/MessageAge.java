package io.gortms.internal.delivery;

import io.gortms.BrokerException;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.journal.JournalReader;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.time.BrokerClock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long messages have been there: since they were published, or due if they were delayed. */
public final class MessageAge {

    private static final Logger LOG = LoggerFactory.getLogger(MessageAge.class);

    private MessageAge() {}

    /** Since when a message is there. */
    static long sinceMicros(StoredRecord stored) {
        return Math.max(stored.timestampMicros(), stored.deliverAtMicros());
    }

    /**
     * Since when the first message at or after a position is there; {@link BrokerClock#NEVER} if there is none. Reads the
     * journal: called with no lock of the queue's held.
     */
    public static long sinceMicros(Journal journal, long position) {
        if (position >= journal.readable()) {
            return BrokerClock.NEVER;
        }
        try (JournalReader reader = journal.openReader()) {
            reader.moveTo(position);
            StoredRecord first = reader.next(journal.readable());
            return first == null ? BrokerClock.NEVER : sinceMicros(first);
        } catch (BrokerException e) {
            LOG.debug("the oldest message could not be read", e);
            return BrokerClock.NEVER;
        }
    }

    /** How old a message is that is there since this time; zero if it is not. */
    public static Duration age(long sinceMicros, long nowMicros) {
        return BrokerClock.toDuration(Math.max(0, nowMicros - sinceMicros));
    }
}
