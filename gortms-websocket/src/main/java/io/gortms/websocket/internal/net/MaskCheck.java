package io.gortms.websocket.internal.net;

import java.nio.ByteBuffer;

/**
 * Sees whether all frames of a client are masked, as RFC 6455, section 5.1, demands; the library does not. Follows the frames
 * through the bytes as they come, in whatever pieces. Used by one thread.
 */
final class MaskCheck {

    private static final int MASKED = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int MASK_BYTES = 4;

    /** How many bytes of the frame's head were seen: two, and then those of a longer length. */
    private int seen;

    private int lengthBytes;
    private long length;

    /** How many bytes of mask and payload follow. */
    private long left;

    /** Looks at the next bytes. Returns whether no frame without a mask begins in them. */
    boolean accepts(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (left > 0) {
                int skipped = (int) Math.min(left, bytes.remaining());
                bytes.position(bytes.position() + skipped);
                left -= skipped;
            } else if (!acceptsHead(bytes.get() & 0xff)) {
                return false;
            }
        }
        return true;
    }

    private boolean acceptsHead(int next) {
        seen++;
        if (seen == 2) {
            if (next < MASKED) {
                return false;
            }
            int shortLength = next - MASKED;
            lengthBytes = shortLength == LENGTH_64 ? Long.BYTES : shortLength == LENGTH_16 ? Short.BYTES : 0;
            length = lengthBytes == 0 ? shortLength : 0;
        } else if (seen > 2) {
            length = length << Byte.SIZE | next;
        }
        if (seen == 2 + lengthBytes && seen >= 2) {
            left = length + MASK_BYTES;
            seen = 0;
        }
        return true;
    }
}
