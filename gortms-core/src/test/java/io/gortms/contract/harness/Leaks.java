package io.gortms.contract.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a closed broker has to have given back: its threads, its files, and the files it had mapped. */
public final class Leaks {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Path MAPPINGS = Path.of("/proc/self/maps");
    private static final String DELETED = " (deleted)";

    private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();

    /** Fails if a thread of a broker is still there that was not when this was made. */
    public void checkThreads() {
        Await.until("threads of the broker end: " + threads(), () -> threads().isEmpty());
    }

    /** Fails if such a thread, or a file below the directory, is still in use. */
    public void check(Path directory) {
        checkThreads();
        Await.until(
                "open files are closed: " + openFiles(directory),
                () -> openFiles(directory).isEmpty());
        Await.until(
                "files are unmapped: " + mappedFiles(directory),
                () -> mappedFiles(directory).isEmpty());
    }

    private Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !threadsBefore.contains(thread))
                .filter(thread -> !thread.isDaemon()
                        || thread.getName().toLowerCase(Locale.ROOT).startsWith("gortms"))
                .map(Thread::getName)
                .collect(Collectors.toSet());
    }

    private static List<String> openFiles(Path directory) {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return List.of();
        }
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return descriptors
                    .map(Leaks::target)
                    .filter(target -> target.startsWith(directory.toString()))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError("cannot list " + DESCRIPTORS, e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // closed since it was listed
            return "";
        }
    }

    /** Deleted files do not count: the garbage collector ends their mappings, when no handle of the broker is held. */
    private static List<String> mappedFiles(Path directory) {
        if (!Files.isReadable(MAPPINGS)) {
            return List.of();
        }
        try (Stream<String> mappings = Files.lines(MAPPINGS)) {
            return mappings.filter(mapping -> mapping.contains(directory + "/") && !mapping.endsWith(DELETED))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError("cannot read " + MAPPINGS, e);
        }
    }
}
