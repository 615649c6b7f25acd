package io.gortms.websocket.internal.frame;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an observer asks for. */
public sealed interface Request {

    /** The client's own name for it, or null. */
    @Nullable String requestId();

    /** Is somebody there? */
    record Ping(@Nullable String requestId) implements Request {}

    /**
     * Publish a message.
     *
     * @param payload JSON, exactly as it was sent
     * @param headers the message's headers
     * @param key the message's key, or null
     * @param id the message's id, or null
     * @param requestId the client's own name for it, or null
     */
    record Publish(
            String payload,
            Map<String, String> headers,
            @Nullable String key,
            @Nullable String id,
            @Nullable String requestId)
            implements Request {}
}
