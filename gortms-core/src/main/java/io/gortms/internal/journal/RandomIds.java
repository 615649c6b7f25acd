package io.gortms.internal.journal;

import java.security.SecureRandom;

/** Ids that no other broker makes, on whatever machine it was started in the same instant, and that nobody can guess. */
public final class RandomIds {

    private RandomIds() {}

    /** A random id. */
    public static long next() {
        return Holder.RANDOM.nextLong();
    }

    /** Loading the provider takes tens of milliseconds: only a broker that makes something new pays them. */
    private static final class Holder {
        static final SecureRandom RANDOM = new SecureRandom();
    }
}
