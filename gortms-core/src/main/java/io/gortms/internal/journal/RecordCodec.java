package io.gortms.internal.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a record, version 1, little-endian. Each is one excerpt of a segment, which begins at a multiple of four.
 *
 * <pre>
 *     0                   4         5         6         7         8                   12
 *     +-------------------+---------+---------+---------+---------+-------------------+-------------------+
 *   0 | magic "gRec"      | version | kind    | content | 0       | total length      | CRC of the body   |
 *     +-------------------+---------+---------+---------+---------+-------------------+-------------------+
 *  16 | position                              | timestamp, microseconds since the epoch                   |
 *     +---------------------------------------+---------+---------+-------------------+-------------------+
 *  32 | origin                                | id l.   | key l.  | headers length    |
 *     +-------------------+-------------------+---------+---------+-------------------+
 *  48 | extension length  | CRC of the header |
 *     +-------------------+-------------------+------------- - - -
 *  56 | body: id, key, headers, extension, payload
 *     +------------------------------------------------------ - - -
 * </pre>
 *
 * Both sums are CRC32C. The header's is over its first 52 bytes, the body's sum among them, so that together they cover
 * every byte. The origin is the random number of the opening of the journal that appended the record: bytes of another
 * journal, or of a message that holds a copy of a record, are never taken for one.
 *
 * <p>Of kind {@link #MESSAGE} each has its own position. A {@link #START} stands before the first message of a segment and
 * has that message's position and timestamp, so that no single damage hides where a segment begins. Not safe for use by
 * several threads.
 */
final class RecordCodec {

    static final int HEADER_BYTES = 56;
    static final int MAX_ID_BYTES = 0xffff;
    static final int MAGIC = 0x63655267;
    static final byte FIRST_MAGIC_BYTE = (byte) MAGIC;
    static final byte VERSION = 1;
    static final byte MESSAGE = 1;
    static final byte START = 2;

    private static final int VERSION_AT = 4;
    private static final int KIND_AT = 5;
    private static final int CONTENT_TYPE_AT = 6;
    private static final int RESERVED_AT = 7;
    private static final int TOTAL_LENGTH_AT = 8;
    private static final int BODY_CRC_AT = 12;
    private static final int POSITION_AT = 16;
    private static final int TIMESTAMP_AT = 24;
    private static final int ORIGIN_AT = 32;
    private static final int ID_LENGTH_AT = 40;
    private static final int KEY_LENGTH_AT = 42;
    private static final int HEADERS_LENGTH_AT = 44;
    private static final int EXTENSION_LENGTH_AT = 48;
    private static final int HEADER_CRC_AT = 52;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final CRC32C crc = new CRC32C();

    static int getInt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static long getLong(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    private static int getUnsignedShort(byte[] bytes, int at) {
        return (short) SHORT.get(bytes, at) & 0xffff;
    }

    /** Writes a message's header to the first bytes of the array. */
    void encodeHeader(byte[] header, RecordDraft draft, long position, long timestampMicros, long origin) {
        header[CONTENT_TYPE_AT] = draft.contentType;
        INT.set(header, TOTAL_LENGTH_AT, draft.encodedSize());
        INT.set(header, BODY_CRC_AT, draft.bodyCrc);
        SHORT.set(header, ID_LENGTH_AT, (short) draft.idLength);
        SHORT.set(header, KEY_LENGTH_AT, (short) draft.keyLength);
        INT.set(header, HEADERS_LENGTH_AT, draft.headersLength);
        INT.set(header, EXTENSION_LENGTH_AT, draft.extensionLength);
        encodeCommon(header, MESSAGE, position, timestampMicros, origin);
    }

    /** Writes the whole of a segment's start, which has no body, to the first bytes of the array. */
    void encodeStart(byte[] header, long position, long timestampMicros, long origin) {
        header[CONTENT_TYPE_AT] = 0;
        INT.set(header, TOTAL_LENGTH_AT, HEADER_BYTES);
        INT.set(header, BODY_CRC_AT, 0);
        INT.set(header, ID_LENGTH_AT, 0);
        INT.set(header, HEADERS_LENGTH_AT, 0);
        INT.set(header, EXTENSION_LENGTH_AT, 0);
        encodeCommon(header, START, position, timestampMicros, origin);
    }

    private void encodeCommon(byte[] header, byte kind, long position, long timestampMicros, long origin) {
        INT.set(header, 0, MAGIC);
        header[VERSION_AT] = VERSION;
        header[KIND_AT] = kind;
        header[RESERVED_AT] = 0;
        LONG.set(header, POSITION_AT, position);
        LONG.set(header, TIMESTAMP_AT, timestampMicros);
        LONG.set(header, ORIGIN_AT, origin);
        INT.set(header, HEADER_CRC_AT, sum(header, 0, HEADER_CRC_AT));
    }

    /** Whether a sound header of this origin stands there, whose lengths agree with each other. */
    boolean isHeader(byte[] bytes, int at, long origin) {
        return getInt(bytes, at) == MAGIC
                && getLong(bytes, at + ORIGIN_AT) == origin
                && getInt(bytes, at + HEADER_CRC_AT) == sum(bytes, at, HEADER_CRC_AT)
                && bytes[at + VERSION_AT] == VERSION
                && payloadOffset(bytes, at) <= totalLength(bytes, at) - (long) HEADER_BYTES;
    }

    static byte kind(byte[] header, int at) {
        return header[at + KIND_AT];
    }

    static int totalLength(byte[] header, int at) {
        return getInt(header, at + TOTAL_LENGTH_AT);
    }

    static long position(byte[] header, int at) {
        return getLong(header, at + POSITION_AT);
    }

    static long timestampMicros(byte[] header, int at) {
        return getLong(header, at + TIMESTAMP_AT);
    }

    private static long payloadOffset(byte[] header, int at) {
        return getUnsignedShort(header, at + ID_LENGTH_AT)
                + getUnsignedShort(header, at + KEY_LENGTH_AT)
                + (getInt(header, at + HEADERS_LENGTH_AT) & 0xffff_ffffL)
                + (getInt(header, at + EXTENSION_LENGTH_AT) & 0xffff_ffffL);
    }

    /** The record of this sound header and body, or null if the body is not what the header says. */
    @Nullable StoredRecord decode(byte[] header, int at, byte[] body) {
        if (getInt(header, at + BODY_CRC_AT) != sum(body, 0, body.length)) {
            return null;
        }
        StoredRecord found = new StoredRecord(
                position(header, at),
                timestampMicros(header, at),
                getLong(header, at + ORIGIN_AT),
                header[at + CONTENT_TYPE_AT],
                body,
                getUnsignedShort(header, at + ID_LENGTH_AT),
                getUnsignedShort(header, at + KEY_LENGTH_AT),
                getInt(header, at + HEADERS_LENGTH_AT),
                getInt(header, at + EXTENSION_LENGTH_AT));
        return found.hasValidParts() ? found : null;
    }

    private int sum(byte[] bytes, int from, int length) {
        crc.reset();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
