package io.gortms.internal.journal;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as it stands in a journal. Immutable and safe for use by any thread; its body is held once, and ids, keys and
 * headers are decoded when they are first asked for.
 */
public final class StoredRecord {

    /** What an object of this class takes, without its body and what is decoded. */
    private static final long SHELL_BYTES = 120;

    private final long position;
    private final long timestampMicros;
    private final long origin;
    private final byte contentType;
    private final byte[] body;
    private final int idLength;
    private final int keyLength;
    private final int headersLength;
    private final int extensionLength;

    // Each may be decoded by several threads at once, to equal values: no lock is worth it.
    private @Nullable String messageId;
    private @Nullable String key;
    private @Nullable Map<String, String> headers;

    StoredRecord(
            long position,
            long timestampMicros,
            long origin,
            byte contentType,
            byte[] body,
            int idLength,
            int keyLength,
            int headersLength,
            int extensionLength) {
        this.position = position;
        this.timestampMicros = timestampMicros;
        this.origin = origin;
        this.contentType = contentType;
        this.body = body;
        this.idLength = idLength;
        this.keyLength = keyLength;
        this.headersLength = headersLength;
        this.extensionLength = extensionLength;
    }

    StoredRecord(RecordDraft draft, long position, long timestampMicros, long origin) {
        this(
                position,
                timestampMicros,
                origin,
                draft.contentType,
                draft.body,
                draft.idLength,
                draft.keyLength,
                draft.headersLength,
                draft.extensionLength);
    }

    /** The id of a record that was given none: see {@link MessageIds}. */
    public static String messageId(long origin, long position) {
        return MessageIds.of(origin, position);
    }

    /** Its place in the journal. */
    public long position() {
        return position;
    }

    /** When it was appended, in microseconds since the epoch. */
    public long timestampMicros() {
        return timestampMicros;
    }

    /** Whether its id is the publisher's own. */
    public boolean hasOwnId() {
        return idLength > 0;
    }

    /** The publisher's id, or one derived from the journal's origin and the position. */
    public String messageId() {
        String id = messageId;
        if (id == null) {
            id = idLength > 0 ? text(0, idLength) : messageId(origin, position);
            messageId = id;
        }
        return id;
    }

    /** The publisher's key, or null. */
    public @Nullable String key() {
        if (keyLength == 0) {
            return null;
        }
        String text = key;
        if (text == null) {
            text = text(idLength, keyLength);
            key = text;
        }
        return text;
    }

    /** The headers in the order they were given; unmodifiable. */
    public Map<String, String> headers() {
        Map<String, String> decoded = headers;
        if (decoded == null) {
            decoded = HeaderCodec.decode(body, idLength + keyLength, headersLength);
            headers = decoded;
        }
        return decoded;
    }

    /** What the payload is, as the draft said. */
    public byte contentType() {
        return contentType;
    }

    /** A copy of the payload. */
    public byte[] payload() {
        byte[] payload = new byte[payloadLength()];
        System.arraycopy(body, payloadOffset(), payload, 0, payload.length);
        return payload;
    }

    /** The array that holds the payload, from {@link #payloadOffset()} on; must not be changed. */
    public byte[] payloadArray() {
        return body;
    }

    /** Where the payload begins in {@link #payloadArray()}. */
    public int payloadOffset() {
        return idLength + keyLength + headersLength + extensionLength;
    }

    /** The payload's length, in bytes. */
    public int payloadLength() {
        return body.length - payloadOffset();
    }

    /** Its own time to live, or {@link RecordDraft#NONE}. */
    public long ttlMicros() {
        return ExtensionCodec.ttlMicros(body, extensionOffset(), extensionLength);
    }

    /** Not to be delivered before, in microseconds since the epoch, or {@link RecordDraft#NONE}. */
    public long deliverAtMicros() {
        return ExtensionCodec.deliverAtMicros(body, extensionOffset(), extensionLength);
    }

    /** The only group it is for, or {@link RecordDraft#NONE} for all. */
    public int addressedGroup() {
        return ExtensionCodec.addressedGroup(body, extensionOffset(), extensionLength);
    }

    /** A copy of the trail, or null. */
    public byte @Nullable [] trail() {
        return ExtensionCodec.trail(body, extensionOffset(), extensionLength);
    }

    /** About what it takes on the heap. */
    public long sizeBytes() {
        return SHELL_BYTES + body.length;
    }

    /** Whether what the parts of the body say of their lengths is so. */
    boolean hasValidParts() {
        return HeaderCodec.isValid(body, idLength + keyLength, headersLength)
                && ExtensionCodec.isValid(body, extensionOffset(), extensionLength);
    }

    private int extensionOffset() {
        return idLength + keyLength + headersLength;
    }

    private String text(int offset, int length) {
        return new String(body, offset, length, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "record at position " + position + " of " + body.length + " bytes";
    }
}
