package io.gortms.contract.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Data directories of runs. */
public final class Directories {

    /** Brokers are opened here by the thousand: on a disk most of the time would go into barriers. */
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private static final long ENOUGH_BYTES = 1L << 30;

    private Directories() {}

    /** A new one, empty, by its real path. */
    public static Path make() throws IOException {
        String prefix = "gortms-contract-";
        Path made = hasRoom(SHARED_MEMORY)
                ? Files.createTempDirectory(SHARED_MEMORY, prefix)
                : Files.createTempDirectory(prefix);
        return made.toRealPath();
    }

    private static boolean hasRoom(Path place) {
        return Files.isWritable(place) && place.toFile().getUsableSpace() >= ENOUGH_BYTES;
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
