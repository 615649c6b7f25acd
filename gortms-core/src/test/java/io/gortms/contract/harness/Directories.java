package io.gortms.contract.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Data directories of runs. */
public final class Directories {

    private Directories() {}

    /** A new one, empty, by its real path. */
    public static Path make() throws IOException {
        return Files.createTempDirectory("gortms-contract-").toRealPath();
    }

    /** Deletes one with everything in it. */
    public static void delete(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
    }
}
