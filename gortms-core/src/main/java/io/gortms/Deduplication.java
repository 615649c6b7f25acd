package io.gortms;

import java.time.Duration;

/**
 * How long and how many ids of published messages are remembered; see {@link QueueOptions#deduplication(Duration, int)}.
 *
 * @param window how long, counted from the first publish; zero is not at all
 * @param maxIds how many at most, at least 1
 */
public record Deduplication(Duration window, int maxIds) {

    /** How many ids are remembered if nothing else is said. */
    public static final int DEFAULT_MAX_IDS = 1_000_000;

    /** No id is remembered. */
    public static final Deduplication OFF = new Deduplication(Duration.ZERO, DEFAULT_MAX_IDS);

    /** Checks both. */
    public Deduplication {
        Checks.notNegative(window, "deduplication");
        Checks.atLeast(1, maxIds, "maxIds");
    }

    /** Whether ids are remembered. */
    public boolean isOn() {
        return !window.isZero();
    }
}
