package io.gortms.internal.catalog;

import java.security.SecureRandom;

/** Ids that no other broker makes, on whatever machine it was started in the same instant. */
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
