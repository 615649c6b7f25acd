package io.gortms.proof.harness;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * A payload that says whose it is and whether it is whole: magic (4), length (4), key (8), bytes drawn from the key, and a
 * CRC32 of all before it (4). The broker's own sums are of another polynomial.
 */
public final class Payload {

    /** The smallest payload. */
    public static final int LEAST_BYTES = 20;

    private static final int MAGIC = 0x50524f46;
    private static final int HEAD_BYTES = 16;
    private static final int SUM_BYTES = 4;

    private Payload() {}

    /** The payload of this key. */
    public static byte[] of(long key, int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        buffer.putInt(MAGIC).putInt(sizeBytes).putLong(key);
        SplittableRandom fill = new SplittableRandom(key);
        while (buffer.remaining() >= Long.BYTES + SUM_BYTES) {
            buffer.putLong(fill.nextLong());
        }
        buffer.putInt(sizeBytes - SUM_BYTES, sum(bytes));
        return bytes;
    }

    /**
     * The key of a payload.
     *
     * @throws AssertionError if it is not whole
     */
    public static long key(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (bytes.length < LEAST_BYTES
                || buffer.getInt() != MAGIC
                || buffer.getInt() != bytes.length
                || buffer.getInt(bytes.length - SUM_BYTES) != sum(bytes)) {
            throw new AssertionError("a payload of " + bytes.length + " bytes is not what was published");
        }
        return buffer.getLong(HEAD_BYTES - Long.BYTES);
    }

    /** How long a payload is that seems to begin there; 0 if none does. */
    public static int lengthAt(ByteBuffer bytes, int at) {
        if (bytes.getInt(at) != MAGIC) {
            return 0;
        }
        int length = bytes.getInt(at + Integer.BYTES);
        return length >= LEAST_BYTES ? length : 0;
    }

    private static int sum(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, bytes.length - SUM_BYTES);
        return (int) sum.getValue();
    }
}
