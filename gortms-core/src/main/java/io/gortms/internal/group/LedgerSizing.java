package io.gortms.internal.group;

/**
 * How long the files of a ledger are, and how full one gets before the next checkpoint. A busy ledger gets longer files,
 * until checkpoints are a second apart, a quiet one gets shorter ones again; a large state gets room for eight of its
 * checkpoints, a huge one for three at least. Fed the time. Not thread-safe.
 */
final class LedgerSizing {

    private static final int LEAST_BYTES = LedgerDirectory.STEP_BYTES;
    private static final int MOST_BYTES = 1 << 24;
    private static final long BUSY_NANOS = 1_000_000_000L;
    private static final long QUIET_NANOS = 60 * BUSY_NANOS;

    private int targetBytes = LEAST_BYTES;
    private long lastCheckpointNanos;
    private boolean hadCheckpoint;

    /** A checkpoint was completed, in a file of this length, which is less than it should be when the disk is full. */
    void completed(long nowNanos, int fileBytes) {
        long sinceNanos = nowNanos - lastCheckpointNanos;
        if (hadCheckpoint && sinceNanos < BUSY_NANOS && fileBytes >= targetBytes) {
            targetBytes = Math.min(MOST_BYTES, 2 * targetBytes);
        } else if (hadCheckpoint && sinceNanos > QUIET_NANOS) {
            targetBytes = Math.max(LEAST_BYTES, targetBytes / 2);
        }
        hadCheckpoint = true;
        lastCheckpointNanos = nowNanos;
    }

    /** How much of a file is used when the next checkpoint is due, if the last one took this much. */
    int dueBytes(long checkpointBytes) {
        long wantedBytes = Math.min(4 * checkpointBytes, 2 * checkpointBytes + MOST_BYTES);
        return (int) Math.min(LedgerDirectory.MAX_FILE_BYTES / 2, Math.max(targetBytes / 2, wantedBytes));
    }

    /** How long a file is made that begins with such a checkpoint: room is left while the next one is written. */
    int fileBytes(long checkpointBytes) {
        long dueBytes = dueBytes(checkpointBytes);
        return roundUp(dueBytes + Math.min(dueBytes, checkpointBytes + MOST_BYTES));
    }

    /** The next longer length that files have. */
    static int roundUp(long bytes) {
        long steps = (bytes + LedgerDirectory.STEP_BYTES - 1) / LedgerDirectory.STEP_BYTES;
        return (int) Math.min(LedgerDirectory.MAX_FILE_BYTES, steps * LedgerDirectory.STEP_BYTES);
    }
}
