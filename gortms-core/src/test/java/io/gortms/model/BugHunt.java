package io.gortms.model;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * A few hundred sequences on the broker that this class was loaded with; knows nothing of its caller but {@link String}.
 * Given a directory, it answers how the first failure looks, or nothing.
 */
public final class BugHunt implements UnaryOperator<String> {

    private static final long SEED = 1;
    private static final int IN_MEMORY = 500;
    private static final int ON_DISK = 300;

    @Override
    public String apply(String directory) {
        try {
            new Campaign(null).run(SEED, IN_MEMORY);
            new Campaign(Path.of(directory)).run(SEED, ON_DISK);
            return "";
        } catch (AssertionError e) {
            return String.valueOf(e.getMessage());
        }
    }
}
