package io.gortms.websocket.proof;

/** Seeds of randomised tests: printed, and taken from {@code -Dgortms.seed} if that is given. */
final class Seed {

    private Seed() {}

    static long of(String test) {
        long seed = Long.getLong("gortms.seed", System.nanoTime());
        System.out.println(test + ": -Dgortms.seed=" + seed);
        return seed;
    }
}
