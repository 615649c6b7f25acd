package io.gortms.internal.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.Message;
import io.gortms.internal.journal.RecordDraft;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A message about to be published, as validators and predicates see it: its draft, and its payload's JSON, which is parsed
 * once for all of them.
 */
public final class OutgoingMessage extends ReadableMessage {

    /** It has none yet. */
    public static final long NO_POSITION = -1;

    private final RecordDraft draft;
    private final Message message;
    private final byte contentType;
    private final byte[] body;
    private final Instant timestamp;
    private volatile @Nullable JsonNode tree;

    OutgoingMessage(
            RecordDraft draft,
            Message message,
            byte contentType,
            byte[] body,
            @Nullable JsonNode tree,
            Instant timestamp,
            Supplier<ObjectMapper> mapper) {
        super(mapper);
        this.draft = draft;
        this.message = message;
        this.contentType = contentType;
        this.body = body;
        this.tree = tree;
        this.timestamp = timestamp;
    }

    /** What is appended. */
    public RecordDraft draft() {
        return draft;
    }

    /** The publisher's own id, or empty text: one is only generated when it is stored. */
    @Override
    public String messageId() {
        String id = message.id();
        return id == null ? "" : id;
    }

    @Override
    public long position() {
        return NO_POSITION;
    }

    /** When it was made. */
    @Override
    public Instant timestamp() {
        return timestamp;
    }

    @Override
    public @Nullable String key() {
        return message.key();
    }

    @Override
    public Map<String, String> headers() {
        return message.headers();
    }

    @Override
    byte contentTypeCode() {
        return contentType;
    }

    @Override
    byte[] array() {
        return body;
    }

    @Override
    int offset() {
        return 0;
    }

    @Override
    int length() {
        return body.length;
    }

    /** The payload parsed as JSON: the same tree at each call, not to be changed. */
    @Override
    public JsonNode json() {
        JsonNode known = tree;
        if (known == null) {
            known = parse();
            tree = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return "message to be published, " + contentType() + " of " + body.length + " bytes";
    }
}
