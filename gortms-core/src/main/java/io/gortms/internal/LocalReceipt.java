package io.gortms.internal;

import io.gortms.PublishReceipt;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.time.BrokerClock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A receipt; the generated id is made when it is asked for. */
final class LocalReceipt implements PublishReceipt {

    private final @Nullable String ownId;
    private final long origin;
    private final long position;
    private final long timestampMicros;

    LocalReceipt(@Nullable String ownId, long origin, long position, long timestampMicros) {
        this.ownId = ownId;
        this.origin = origin;
        this.position = position;
        this.timestampMicros = timestampMicros;
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
        return false;
    }

    @Override
    public String toString() {
        return "receipt of " + messageId() + " at position " + position;
    }
}
