package io.gortms.internal.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.time.BrokerClock;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A record as users see it. */
public class RecordMessage extends ReadableMessage {

    private final StoredRecord stored;

    public RecordMessage(StoredRecord stored, Supplier<ObjectMapper> mapper) {
        super(mapper);
        this.stored = stored;
    }

    /** The record itself. */
    public final StoredRecord stored() {
        return stored;
    }

    @Override
    public final String messageId() {
        return stored.messageId();
    }

    @Override
    public final long position() {
        return stored.position();
    }

    @Override
    public final Instant timestamp() {
        return BrokerClock.toInstant(stored.timestampMicros());
    }

    @Override
    public final @Nullable String key() {
        return stored.key();
    }

    @Override
    public final Map<String, String> headers() {
        return stored.headers();
    }

    @Override
    final byte contentTypeCode() {
        return stored.contentType();
    }

    @Override
    final byte[] array() {
        return stored.payloadArray();
    }

    @Override
    final int offset() {
        return stored.payloadOffset();
    }

    @Override
    final int length() {
        return stored.payloadLength();
    }

    @Override
    public final JsonNode json() {
        return parse();
    }

    @Override
    public String toString() {
        return "message " + messageId() + " at position " + position() + ", " + contentType() + " of "
                + stored.payloadLength() + " bytes";
    }
}
