package io.gortms.internal.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A few numbers that are taken whole or not at all. Little-endian:
 *
 * <pre>
 *  0           4           8
 * +-----------+-----------+-----------+-- … --+------------+
 * | magic     | version 1 | number (8)|       | CRC32C (4) |   the sum is over all before it
 * +-----------+-----------+-----------+-- … --+------------+
 * </pre>
 */
public final class Note {

    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 2 * Integer.BYTES;

    private Note() {}

    /** The size of a note of so many numbers. */
    public static int bytes(int count) {
        return HEADER_BYTES + count * Long.BYTES + Integer.BYTES;
    }

    /** The bytes of a note. */
    public static byte[] encode(int magic, long... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(bytes(numbers.length)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(magic).putInt(VERSION);
        for (long number : numbers) {
            bytes.putLong(number);
        }
        bytes.putInt(sum(bytes.array(), 0, bytes.position()));
        return bytes.array();
    }

    /** The numbers of the note that stands there, or null if none does. */
    public static long @Nullable [] decode(byte[] content, int at, int magic, int count) {
        int summed = HEADER_BYTES + count * Long.BYTES;
        if (content.length < at + summed + Integer.BYTES) {
            return null;
        }
        ByteBuffer bytes =
                ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).position(at);
        if (bytes.getInt(at + summed) != sum(content, at, summed)
                || bytes.getInt() != magic
                || bytes.getInt() != VERSION) {
            return null;
        }
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = bytes.getLong();
        }
        return numbers;
    }

    /** Whether nothing was ever written there. */
    static boolean isBlank(byte[] content, int at, int count) {
        for (int i = at; i < Math.min(content.length, at + bytes(count)); i++) {
            if (content[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static int sum(byte[] content, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(content, from, length);
        return (int) crc.getValue();
    }
}
