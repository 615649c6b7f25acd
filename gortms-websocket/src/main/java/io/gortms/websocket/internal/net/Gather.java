package io.gortms.websocket.internal.net;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Puts small frames together, so that they cost one write. Used by the thread of the sockets only, for all connections in turn. */
final class Gather {

    private static final int CAPACITY = 64 << 10;

    private final ByteBuffer shared = ByteBuffer.allocateDirect(CAPACITY);

    /** The next bytes to write, or null if there are none. To be written or copied before the next call. */
    @Nullable ByteBuffer fill(Outbox outbox) {
        shared.clear();
        while (shared.position() < CAPACITY / 2) {
            Frame frame = outbox.next();
            if (frame == null) {
                break;
            }
            if (frame.sizeBytes() > shared.remaining()) {
                return shared.position() == 0 ? frame.bytes() : both(shared.flip(), frame);
            }
            shared.put(frame.bytes());
        }
        return shared.position() == 0 ? null : shared.flip();
    }

    private static ByteBuffer both(ByteBuffer small, Frame large) {
        return ByteBuffer.allocate(small.remaining() + large.sizeBytes())
                .put(small)
                .put(large.bytes())
                .flip();
    }

    @SuppressWarnings("ReferenceEquality") // the same buffer is meant, not the same bytes
    boolean isShared(ByteBuffer buffer) {
        return buffer == shared;
    }
}
