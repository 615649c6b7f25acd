package io.gortms.model;

import java.util.Collection;
import java.util.List;
import java.util.Random;

/** Picks one of several. */
final class Draw {

    private Draw() {}

    static <T> T oneOf(Collection<T> from, Random random) {
        List<T> all = List.copyOf(from);
        return all.get(random.nextInt(all.size()));
    }

    static long oneOf(Random random, long... values) {
        return values[random.nextInt(values.length)];
    }
}
