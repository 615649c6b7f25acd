package io.gortms.internal.group;

/**
 * What a group remembers of one unsettled message: a holder that is filled again and again. Not thread-safe.
 *
 * <p>Times are in microseconds since the epoch; 0 means never.
 */
public final class Attempts {

    /** A {@linkplain #flags flag}: the message waits for its move to the dead letters. */
    public static final int TO_DEAD_LETTERS = 1;

    /** How often it was delivered; what was taken back is not counted. */
    public int deliveries;

    /** How often that failed. */
    public int failures;

    /** When it comes again. */
    public long dueMicros;

    /** When it failed first. */
    public long firstFailureMicros;

    /** When it failed last. */
    public long lastFailureMicros;

    /** Bits, 0 to 255. */
    public int flags;

    /** As it is for a message that was never delivered. */
    public void reset() {
        deliveries = 0;
        failures = 0;
        dueMicros = 0;
        firstFailureMicros = 0;
        lastFailureMicros = 0;
        flags = 0;
    }

    /** Whether there is nothing to remember. */
    public boolean isDefault() {
        return deliveries == 0
                && failures == 0
                && dueMicros == 0
                && firstFailureMicros == 0
                && lastFailureMicros == 0
                && flags == 0;
    }
}
