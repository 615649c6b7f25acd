package io.gortms.internal.stats;

import java.util.Arrays;
import java.util.Objects;

/**
 * Counts per step of time, of the last so many steps: a ring of chunks of primitives. A chunk exists only while something of it
 * was counted, so a time in which nothing happened takes no room. A chunk takes 12 bytes a step. Safe for use by any thread.
 */
final class TimeSeries {

    private static final int COLUMNS = 3;

    private final int chunkSteps;
    private final long[] numbers;
    private final int[][] chunks;

    /** Keeps at least so many steps, in chunks of so many; at most one chunk more. */
    TimeSeries(int keptSteps, int chunkSteps) {
        this.chunkSteps = chunkSteps;
        int count = keptSteps / chunkSteps + 1;
        this.numbers = new long[count];
        this.chunks = new int[count][];
        Arrays.fill(numbers, Long.MIN_VALUE);
    }

    /** Counts something in a step. One that is so long ago that newer ones have its place is forgotten. */
    synchronized void add(long step, long published, long delivered, long consumed) {
        long number = Math.floorDiv(step, (long) chunkSteps);
        int slot = (int) Math.floorMod(number, (long) chunks.length);
        if (numbers[slot] > number) {
            return;
        }
        if (numbers[slot] < number) {
            numbers[slot] = number;
            chunks[slot] = new int[chunkSteps * COLUMNS];
            dropOlderThan(number - chunks.length);
        }
        int[] chunk = Objects.requireNonNull(chunks[slot]);
        int at = (int) (step - number * chunkSteps) * COLUMNS;
        chunk[at] = plus(chunk[at], published);
        chunk[at + 1] = plus(chunk[at + 1], delivered);
        chunk[at + 2] = plus(chunk[at + 2], consumed);
    }

    private void dropOlderThan(long number) {
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] <= number) {
                numbers[i] = Long.MIN_VALUE;
                chunks[i] = null;
            }
        }
    }

    private static int plus(int count, long more) {
        return (int) Math.min(Integer.MAX_VALUE, count + more);
    }

    /** What was counted from a step up to but not including another. */
    synchronized Counts sum(long from, long to) {
        long published = 0;
        long delivered = 0;
        long consumed = 0;
        for (int slot = 0; slot < chunks.length; slot++) {
            int[] chunk = chunks[slot];
            if (chunk != null) {
                long first = numbers[slot] * chunkSteps;
                int end = (int) (Math.min(to, first + chunkSteps) - first) * COLUMNS;
                for (int at = (int) (Math.max(from, first) - first) * COLUMNS; at < end; at += COLUMNS) {
                    published += chunk[at];
                    delivered += chunk[at + 1];
                    consumed += chunk[at + 2];
                }
            }
        }
        return new Counts(published, delivered, consumed);
    }

    /** How many chunks there are now. */
    synchronized int chunkCount() {
        return (int) Arrays.stream(chunks).filter(Objects::nonNull).count();
    }
}
