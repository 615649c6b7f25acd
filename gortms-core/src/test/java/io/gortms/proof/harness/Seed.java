package io.gortms.proof.harness;

/** Seeds of randomised tests: printed, and taken from {@code -Dgortms.seed} if that is given. */
public final class Seed {

    private Seed() {}

    /** The seed for a test. */
    public static long of(String test) {
        long seed = Long.getLong("gortms.seed", System.nanoTime());
        System.out.println(test + ": -Dgortms.seed=" + seed);
        return seed;
    }
}
