package io.gortms.internal.message;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.StoredMessage;
import io.gortms.UnreadablePayloadException;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.time.BrokerClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record as users see it. */
public class RecordMessage implements StoredMessage {

    private final StoredRecord stored;
    private final ObjectMapper mapper;

    public RecordMessage(StoredRecord stored, ObjectMapper mapper) {
        this.stored = stored;
        this.mapper = mapper;
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
    public final String contentType() {
        return ContentTypes.name(stored.contentType());
    }

    @Override
    public final byte[] payload() {
        return stored.payload();
    }

    @Override
    public final <T> T payloadAs(Class<T> type) {
        if (type == byte[].class) {
            return type.cast(payload());
        }
        if (type == String.class && stored.contentType() == ContentTypes.TEXT) {
            return type.cast(new String(
                    stored.payloadArray(), stored.payloadOffset(), stored.payloadLength(), StandardCharsets.UTF_8));
        }
        return read(mapper.constructType(type), type.getTypeName());
    }

    @Override
    public final <T> T payloadAs(TypeReference<T> type) {
        JavaType javaType = mapper.constructType(type.getType());
        return read(javaType, javaType.toCanonical());
    }

    @Override
    public final JsonNode json() {
        if (stored.contentType() != ContentTypes.JSON) {
            throw unreadable("JSON", null);
        }
        try {
            return mapper.readTree(stored.payloadArray(), stored.payloadOffset(), stored.payloadLength());
        } catch (IOException e) {
            throw unreadable("JSON", e);
        }
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // the caller's own type parameter made the JavaType
    private <T> T read(JavaType type, String wanted) {
        if (stored.contentType() != ContentTypes.JSON) {
            throw unreadable(wanted, null);
        }
        try {
            T value = mapper.readValue(stored.payloadArray(), stored.payloadOffset(), stored.payloadLength(), type);
            if (value == null) {
                throw unreadable(wanted, null);
            }
            return value;
        } catch (IOException e) {
            throw unreadable(wanted, e);
        }
    }

    private UnreadablePayloadException unreadable(String wanted, @Nullable IOException cause) {
        return new UnreadablePayloadException(position(), messageId(), contentType(), wanted, cause);
    }

    @Override
    public String toString() {
        return "message " + messageId() + " at position " + position() + ", " + contentType() + " of "
                + stored.payloadLength() + " bytes";
    }
}
