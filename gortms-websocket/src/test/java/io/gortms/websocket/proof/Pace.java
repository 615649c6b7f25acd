package io.gortms.websocket.proof;

import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * How a client reads.
 *
 * @param atOnce so many frames, without a pause
 * @param then until so many more messages were published
 * @param leavesAfter without a word, after so many frames
 */
record Pace(int atOnce, int then, int leavesAfter) {

    private static final long LOOK_AGAIN_NANOS = 200_000;
    private static final int FOREVER = Integer.MAX_VALUE;

    static final Pace STEADY = new Pace(FOREVER, 0, FOREVER);

    static Pace random(Random random) {
        int leavesAfter = random.nextInt(3) == 0 ? FOREVER : random.nextInt(2_000);
        return switch (random.nextInt(5)) {
            case 0 -> new Pace(1, 1 + random.nextInt(10), leavesAfter);
            case 1 -> new Pace(1 + random.nextInt(200), random.nextInt(1_000), leavesAfter);
            case 2 -> new Pace(1 + random.nextInt(50), 1_000 + random.nextInt(4_000), leavesAfter);
            default -> new Pace(FOREVER, 0, leavesAfter);
        };
    }

    /** Whether it reads whatever comes at once. */
    boolean isFast() {
        return atOnce == FOREVER;
    }

    /** @param count how many were published until now */
    void pause(Stage stage, int frames, LongSupplier count) {
        if (frames == 0 || frames % atOnce != 0) {
            return;
        }
        long until = count.getAsLong() + then;
        while (count.getAsLong() < until && !stage.hurries()) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }
}
