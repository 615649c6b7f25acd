package io.gortms;

import java.time.Instant;
import java.util.Objects;

/** Where a new group begins, or a {@link ConsumerGroup#seek(StartPosition) seek} goes. Immutable. */
public sealed interface StartPosition {

    /** The oldest message that is kept. */
    static StartPosition earliest() {
        return Earliest.INSTANCE;
    }

    /** Behind the newest message: only what is published from now on. */
    static StartPosition latest() {
        return Latest.INSTANCE;
    }

    /**
     * This position; below the oldest kept message it is that one's, beyond the end it is the end.
     *
     * @throws IllegalArgumentException if negative
     */
    static StartPosition at(long position) {
        return new At(position);
    }

    /** The first message published at or after this instant. */
    static StartPosition since(Instant instant) {
        return new Since(instant);
    }

    /** {@link #earliest()}. */
    enum Earliest implements StartPosition {
        /** The only one. */
        INSTANCE;

        @Override
        public String toString() {
            return "earliest";
        }
    }

    /** {@link #latest()}. */
    enum Latest implements StartPosition {
        /** The only one. */
        INSTANCE;

        @Override
        public String toString() {
            return "latest";
        }
    }

    /**
     * {@link #at(long)}.
     *
     * @param position the position, at least 0
     */
    record At(long position) implements StartPosition {
        public At {
            if (position < 0) {
                throw new IllegalArgumentException("a position is at least 0, not " + position);
            }
        }
    }

    /**
     * {@link #since(Instant)}.
     *
     * @param instant the earliest publishing time
     */
    record Since(Instant instant) implements StartPosition {
        public Since {
            Objects.requireNonNull(instant, "instant");
        }
    }
}
