package io.gortms.internal.group;

import java.nio.ByteBuffer;

/** Numbers in seven bits a byte, low bits first; negative ones take ten bytes. */
final class Varints {

    static final int MAX_BYTES = 10;

    private Varints() {}

    static void put(ByteBuffer into, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            into.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        into.put((byte) rest);
    }

    static long get(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = from.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                break;
            }
        }
        return value;
    }
}
