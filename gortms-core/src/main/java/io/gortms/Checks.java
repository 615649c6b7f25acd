package io.gortms;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/** Refusals of option values, in one wording. */
final class Checks {

    private Checks() {}

    static int atLeast(int least, int value, String option) {
        if (value < least) {
            throw new IllegalArgumentException(option + " is at least " + least + ", not " + value);
        }
        return value;
    }

    static long atLeast(long least, long value, String option) {
        if (value < least) {
            throw new IllegalArgumentException(option + " is at least " + least + ", not " + value);
        }
        return value;
    }

    static Duration positive(Duration value, String option) {
        Objects.requireNonNull(value, option);
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(option + " is longer than zero, not " + value);
        }
        return value;
    }

    static Duration notNegative(Duration value, String option) {
        Objects.requireNonNull(value, option);
        if (value.isNegative()) {
            throw new IllegalArgumentException(option + " is not negative, as " + value + " is");
        }
        return value;
    }

    /** The one of these whose text it is. */
    static <T> T named(T[] values, String text, String option) {
        for (T value : values) {
            if (value.toString().equals(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException(option + " is one of " + Arrays.toString(values) + ", not '" + text + "'");
    }
}
