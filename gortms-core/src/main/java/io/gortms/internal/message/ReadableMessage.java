package io.gortms.internal.message;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.StoredMessage;
import io.gortms.UnreadablePayloadException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads payloads as what users ask for. Jackson throws a {@link NumberFormatException} of its own for a number whose exponent
 * is beyond what a BigDecimal can have; that payload cannot be read either.
 */
abstract class ReadableMessage implements StoredMessage {

    private final Supplier<ObjectMapper> mapper;

    ReadableMessage(Supplier<ObjectMapper> mapper) {
        this.mapper = mapper;
    }

    /** One of {@link ContentTypes}. */
    abstract byte contentTypeCode();

    /** Where the payload is: not copied, never changed. */
    abstract byte[] array();

    abstract int offset();

    abstract int length();

    @Override
    public final String contentType() {
        return ContentTypes.name(contentTypeCode());
    }

    @Override
    public final byte[] payload() {
        return Arrays.copyOfRange(array(), offset(), offset() + length());
    }

    @Override
    public final <T> T payloadAs(Class<T> type) {
        if (type == byte[].class) {
            return type.cast(payload());
        }
        if (type == String.class && contentTypeCode() == ContentTypes.TEXT) {
            return type.cast(new String(array(), offset(), length(), StandardCharsets.UTF_8));
        }
        return read(mapper.get().constructType(type), type.getTypeName());
    }

    @Override
    public final <T> T payloadAs(TypeReference<T> type) {
        JavaType javaType = mapper.get().constructType(type.getType());
        return read(javaType, javaType.toCanonical());
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // the caller's own type parameter made the JavaType
    private <T> T read(JavaType type, String wanted) {
        checkJson(wanted);
        try {
            T value = mapper.get().readValue(array(), offset(), length(), type);
            if (value != null) {
                return value;
            }
        } catch (IOException | RuntimeException e) { // the latter from the application's own deserialisers
            throw unreadable(wanted, e);
        }
        throw unreadable(wanted, null);
    }

    /** The payload as a new tree, its numbers with all their digits. */
    final JsonNode parse() {
        checkJson("JSON");
        try {
            return mapper.get()
                    .reader()
                    .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .readTree(array(), offset(), length());
        } catch (IOException | NumberFormatException e) {
            throw unreadable("JSON", e);
        }
    }

    private void checkJson(String wanted) {
        if (contentTypeCode() != ContentTypes.JSON) {
            throw unreadable(wanted, null);
        }
    }

    private UnreadablePayloadException unreadable(String wanted, @Nullable Exception cause) {
        String problem = cause == null ? null : JsonProblems.text(cause);
        return new UnreadablePayloadException(position(), messageId(), contentType(), wanted, problem, cause);
    }
}
