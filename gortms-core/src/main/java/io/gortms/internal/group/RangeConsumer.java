package io.gortms.internal.group;

/** Takes ranges of positions. */
@FunctionalInterface
public interface RangeConsumer {

    /** The positions from {@code from} up to but not including {@code to}; never empty. */
    void range(long from, long to);
}
