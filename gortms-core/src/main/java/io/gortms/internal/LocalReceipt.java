package io.gortms.internal;

import io.gortms.PublishReceipt;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.publish.FirstPublish;
import io.gortms.internal.time.BrokerClock;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A receipt; the generated id is made when it is asked for. */
final class LocalReceipt implements PublishReceipt {

    static final Comparator<LocalReceipt> BY_POSITION = Comparator.comparingLong(LocalReceipt::position);

    private final @Nullable String ownId;
    private final long origin;
    private final long position;
    private final long timestampMicros;
    private final boolean duplicate;

    private LocalReceipt(@Nullable String ownId, long origin, long position, long timestampMicros, boolean duplicate) {
        this.ownId = ownId;
        this.origin = origin;
        this.position = position;
        this.timestampMicros = timestampMicros;
        this.duplicate = duplicate;
    }

    /** Of a message that was stored; without an id of its own it gets the one that the journal's origin gives it. */
    static LocalReceipt stored(@Nullable String ownId, long origin, long position, long timestampMicros) {
        return new LocalReceipt(ownId, origin, position, timestampMicros, false);
    }

    /** Of a message that was not stored, for the first one of its id was. */
    static LocalReceipt duplicate(String ownId, FirstPublish first) {
        return new LocalReceipt(ownId, 0, first.position(), first.timestampMicros(), true);
    }

    /** With an id that the message was given before it had a position; as it is if that is null. */
    LocalReceipt named(@Nullable String givenId) {
        return givenId == null || duplicate
                ? this
                : new LocalReceipt(givenId, origin, position, timestampMicros, false);
    }

    @Override
    public String messageId() {
        return ownId == null ? StoredRecord.messageId(origin, position) : ownId;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public Instant timestamp() {
        return BrokerClock.toInstant(timestampMicros);
    }

    @Override
    public boolean duplicate() {
        return duplicate;
    }

    @Override
    public String toString() {
        return "receipt of " + messageId() + " at position " + position;
    }
}
