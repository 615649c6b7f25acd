package io.gortms.proof.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies of data directories. */
public final class DirectoryImage {

    private DirectoryImage() {}

    /** Copies a directory that nobody changes meanwhile; of an open broker it is what its death would leave now. */
    public static void copy(Path from, Path to) throws IOException {
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
