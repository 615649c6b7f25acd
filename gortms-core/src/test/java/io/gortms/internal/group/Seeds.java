package io.gortms.internal.group;

import java.util.Random;

/** Seeds for randomised tests: printed, and taken from {@code -Dgortms.seed} if given. */
public final class Seeds {

    private Seeds() {}

    public static long seed(String test) {
        Long given = Long.getLong("gortms.seed");
        long seed = given != null ? given : new Random().nextLong();
        System.out.println(test + " runs with -Dgortms.seed=" + seed);
        return seed;
    }
}
