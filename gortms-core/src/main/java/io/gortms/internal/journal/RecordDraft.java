package io.gortms.internal.journal;

import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A record before it has a position: its body encoded and summed, so that nothing but a header has to be made under the
 * append lock. Immutable, made of copies; the same draft may be appended to several journals. Safe for use by any thread.
 */
public final class RecordDraft {

    /** For {@code ttlMicros}, {@code deliverAtMicros} and {@code addressedGroup}: not given. */
    public static final int NONE = -1;

    /** Later than anything: what the broker's clock takes for never. */
    private static final long LATEST_MICROS = Long.MAX_VALUE / 4;

    private static final byte[] NOTHING = {};

    final byte contentType;
    final byte[] body;
    final int bodyCrc;
    final int idLength;
    final int keyLength;
    final int headersLength;
    final int extensionLength;

    /** How long after it is appended it is delivered, or {@link #NONE}; its time of delivery goes by that. */
    private final long delayMicros;

    private RecordDraft(
            byte contentType,
            byte[] body,
            int bodyCrc,
            int idLength,
            int keyLength,
            int headersLength,
            int extension,
            long delayMicros) {
        this.bodyCrc = bodyCrc;
        this.delayMicros = delayMicros;
        this.contentType = contentType;
        this.body = body;
        this.idLength = idLength;
        this.keyLength = keyLength;
        this.headersLength = headersLength;
        this.extensionLength = extension;
    }

    private static int crc(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body, 0, body.length);
        return (int) crc.getValue();
    }

    /** A draft of a payload and nothing else. */
    public static RecordDraft of(byte contentType, byte[] payload) {
        byte[] body = payload.clone();
        return new RecordDraft(contentType, body, crc(body), 0, 0, 0, 0, NONE);
    }

    /** A draft without the optional fields. */
    public static RecordDraft of(
            byte contentType, byte @Nullable [] id, byte @Nullable [] key, byte @Nullable [] headers, byte[] payload) {
        return of(contentType, id, key, headers, payload, NONE, NONE, NONE, null);
    }

    /**
     * A draft of everything a record can hold.
     *
     * @param contentType what the payload is; the journal only keeps it
     * @param id the publisher's id in UTF-8, or null if one is to be derived
     * @param key the publisher's key in UTF-8, or null
     * @param headers as {@link HeaderCodec#encode} made them, or null
     * @param ttlMicros the record's own time to live, or {@link #NONE}
     * @param deliverAtMicros not to be delivered before, since the epoch, or {@link #NONE}
     * @param addressedGroup the only group it is for, or {@link #NONE} for all
     * @param trail which queues a copy has passed through, or null; the journal only keeps it
     */
    public static RecordDraft of(
            byte contentType,
            byte @Nullable [] id,
            byte @Nullable [] key,
            byte @Nullable [] headers,
            byte[] payload,
            long ttlMicros,
            long deliverAtMicros,
            int addressedGroup,
            byte @Nullable [] trail) {
        return of(contentType, id, key, headers, payload, ttlMicros, deliverAtMicros, addressedGroup, trail, NONE);
    }

    private static RecordDraft of(
            byte contentType,
            byte @Nullable [] id,
            byte @Nullable [] key,
            byte @Nullable [] headers,
            byte[] payload,
            long ttlMicros,
            long deliverAtMicros,
            int addressedGroup,
            byte @Nullable [] trail,
            long delayMicros) {
        byte[] ownId = id == null ? NOTHING : id;
        byte[] ownKey = key == null ? NOTHING : key;
        byte[] ownHeaders = headers == null ? NOTHING : headers;
        byte[] extension = ExtensionCodec.encode(ttlMicros, deliverAtMicros, addressedGroup, trail);
        if (ownId.length > RecordCodec.MAX_ID_BYTES || ownKey.length > RecordCodec.MAX_ID_BYTES) {
            throw new IllegalArgumentException("an id or key has at most " + RecordCodec.MAX_ID_BYTES + " bytes, not "
                    + Math.max(ownId.length, ownKey.length));
        }
        int length = ownId.length + ownKey.length + ownHeaders.length + extension.length + payload.length;
        byte[] body = new byte[length];
        int at = put(body, 0, ownId);
        at = put(body, at, ownKey);
        at = put(body, at, ownHeaders);
        at = put(body, at, extension);
        put(body, at, payload);
        return new RecordDraft(
                contentType,
                body,
                crc(body),
                ownId.length,
                ownKey.length,
                ownHeaders.length,
                extension.length,
                delayMicros);
    }

    private static int put(byte[] body, int at, byte[] part) {
        System.arraycopy(part, 0, body, at, part.length);
        return at + part.length;
    }

    /**
     * A draft that says the same, for another place.
     *
     * @param id to be its id if it has none; or null
     * @param trail which queues the copy has passed through, or null
     */
    public RecordDraft copy(byte @Nullable [] id, byte @Nullable [] trail) {
        return copy(id, deliverAtMicros(), trail, delayMicros);
    }

    /** The same draft, whose time of delivery is this long after it is appended, whatever it was when it was made. */
    public RecordDraft withDelay(long delay) {
        return new RecordDraft(contentType, body, bodyCrc, idLength, keyLength, headersLength, extensionLength, delay);
    }

    /** It is appended at this time; the same draft unless its time of delivery goes by that. */
    public RecordDraft appendedAt(long timestampMicros) {
        long deliverAt = Math.max(0, Math.min(LATEST_MICROS, timestampMicros + delayMicros));
        return delayMicros < 0 || deliverAtMicros() == deliverAt
                ? this
                : copy(null, deliverAt, ExtensionCodec.trail(body, extensionOffset(), extensionLength), delayMicros);
    }

    private RecordDraft copy(byte @Nullable [] id, long deliverAtMicros, byte @Nullable [] trail, long delay) {
        int payloadOffset = extensionOffset() + extensionLength;
        return of(
                contentType,
                idLength == 0 ? id : Arrays.copyOf(body, idLength),
                Arrays.copyOfRange(body, idLength, idLength + keyLength),
                Arrays.copyOfRange(body, idLength + keyLength, extensionOffset()),
                Arrays.copyOfRange(body, payloadOffset, body.length),
                ttlMicros(),
                deliverAtMicros,
                NONE,
                trail,
                delay);
    }

    /** The payload's length, in bytes. */
    public int payloadLength() {
        return body.length - extensionOffset() - extensionLength;
    }

    /** Whether it has a time to live, or a time of delivery, of its own. */
    public boolean hasOwnTime() {
        return ttlMicros() >= 0 || deliverAtMicros() >= 0;
    }

    /** Its own time to live, or {@link #NONE}. */
    public long ttlMicros() {
        return ExtensionCodec.ttlMicros(body, extensionOffset(), extensionLength);
    }

    /** Not to be delivered before, in microseconds since the epoch, or {@link #NONE}. */
    public long deliverAtMicros() {
        return ExtensionCodec.deliverAtMicros(body, extensionOffset(), extensionLength);
    }

    private int extensionOffset() {
        return idLength + keyLength + headersLength;
    }

    /** Its size in the journal, in bytes. */
    public int encodedSize() {
        return RecordCodec.HEADER_BYTES + body.length;
    }
}
