package io.gortms.proof.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies of data directories. */
public final class DirectoryImage {

    private static final int MOST_ATTEMPTS = 20;

    private DirectoryImage() {}

    /**
     * Copies a directory; of an open broker it is what its death would leave now. A file may be given another name meanwhile,
     * as the broker does when it writes a checkpoint: then the copy is made anew.
     */
    public static void copy(Path from, Path to) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                copyOnce(from, to);
                return;
            } catch (NoSuchFileException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
                delete(to);
            }
        }
    }

    private static void copyOnce(Path from, Path to) throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.walk(from)) {
            found = files.toList();
        }
        for (Path file : found) {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
    }

    /** Deletes a directory with what is in it. */
    public static void delete(Path directory) throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.walk(directory)) {
            found = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : found) {
            Files.delete(file);
        }
    }
}
