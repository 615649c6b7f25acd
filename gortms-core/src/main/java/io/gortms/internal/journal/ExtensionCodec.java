package io.gortms.internal.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The fields that few records have; a record with none of them has an extension of no bytes. Little-endian:
 *
 * <pre>
 *  0        1
 * +--------+- - - - - - - - -+- - - - - - - - - - -+- - - - - - - - - +- - - - - -
 * | mask   | ttlMicros (8)   | deliverAtMicros (8) | group (4)        | trail …
 * +--------+- - - - - - - - -+- - - - - - - - - - -+- - - - - - - - - +- - - - - -
 *   bit 0: ttl, 1: deliverAt, 2: group, 3: trail; a field whose bit is 0 takes no room; the trail takes the rest
 * </pre>
 */
final class ExtensionCodec {

    private static final int TTL = 1;
    private static final int DELIVER_AT = 2;
    private static final int GROUP = 4;
    private static final int TRAIL = 8;
    private static final byte[] NOTHING = {};

    private ExtensionCodec() {}

    static byte[] encode(long ttlMicros, long deliverAtMicros, int addressedGroup, byte @Nullable [] trail) {
        int mask = (ttlMicros >= 0 ? TTL : 0)
                | (deliverAtMicros >= 0 ? DELIVER_AT : 0)
                | (addressedGroup >= 0 ? GROUP : 0)
                | (trail != null ? TRAIL : 0);
        if (mask == 0) {
            return NOTHING;
        }
        ByteBuffer bytes = ByteBuffer.allocate(offset(mask, TRAIL) + (trail == null ? 0 : trail.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) mask);
        if (ttlMicros >= 0) {
            bytes.putLong(ttlMicros);
        }
        if (deliverAtMicros >= 0) {
            bytes.putLong(deliverAtMicros);
        }
        if (addressedGroup >= 0) {
            bytes.putInt(addressedGroup);
        }
        if (trail != null) {
            bytes.put(trail);
        }
        return bytes.array();
    }

    static long ttlMicros(byte[] body, int at, int length) {
        return has(body, at, length, TTL) ? RecordCodec.getLong(body, at + offset(body[at], TTL)) : RecordDraft.NONE;
    }

    static long deliverAtMicros(byte[] body, int at, int length) {
        return has(body, at, length, DELIVER_AT)
                ? RecordCodec.getLong(body, at + offset(body[at], DELIVER_AT))
                : RecordDraft.NONE;
    }

    static int addressedGroup(byte[] body, int at, int length) {
        return has(body, at, length, GROUP) ? RecordCodec.getInt(body, at + offset(body[at], GROUP)) : RecordDraft.NONE;
    }

    static byte @Nullable [] trail(byte[] body, int at, int length) {
        if (!has(body, at, length, TRAIL)) {
            return null;
        }
        int from = at + offset(body[at], TRAIL);
        byte[] trail = new byte[at + length - from];
        System.arraycopy(body, from, trail, 0, trail.length);
        return trail;
    }

    /** Whether the lengths of what the mask names fit; checked once, so that the getters need not. */
    static boolean isValid(byte[] body, int at, int length) {
        if (length == 0) {
            return true;
        }
        int mask = body[at];
        int fixed = offset(mask, TRAIL);
        return mask > 0 && mask < 2 * TRAIL && ((mask & TRAIL) != 0 ? fixed <= length : fixed == length);
    }

    private static boolean has(byte[] body, int at, int length, int field) {
        return length > 0 && (body[at] & field) != 0;
    }

    private static int offset(int mask, int field) {
        int offset = 1;
        if (field > TTL && (mask & TTL) != 0) {
            offset += Long.BYTES;
        }
        if (field > DELIVER_AT && (mask & DELIVER_AT) != 0) {
            offset += Long.BYTES;
        }
        if (field > GROUP && (mask & GROUP) != 0) {
            offset += Integer.BYTES;
        }
        return offset;
    }
}
