package io.gortms.proof.kill;

/** What the child is busy with. */
enum Load {
    /** Messages of some 20 KiB: segments roll because they are full. */
    LARGE_MESSAGES(24 * 1024, 0),

    /** An hour passes in 50 ms: segments roll because they are old. */
    FAST_CLOCK(2048, 72_000),

    /** An hour passes between two looks at the clock: every message begins a segment. */
    ROLLS(512, Plan.AN_HOUR_A_LOOK),

    /** Few messages are settled and many tried: checkpoints are large. */
    CHECKPOINTS(256, 0),

    /** Queues and groups are declared and deleted beside. */
    DECLARATIONS(512, 72_000),

    /** The broker is closed and opened again and again. */
    LIVES(512, 72_000),

    /** The disk is full most of the time: publishing is tried again, and nothing is dead-lettered. */
    FULL_DISK(1024, 0),

    /** Messages with keys, delays and short lives in a queue with retries, a bound and deduplication; see {@link Terms}. */
    GUARANTEES(256, Plan.REAL_TIME);

    final int mostBytes;

    /** How much faster than real time the broker's clock goes; 0 for as fast, in each run much later. */
    final long clockFactor;

    Load(int mostBytes, long clockFactor) {
        this.mostBytes = mostBytes;
        this.clockFactor = clockFactor;
    }
}
