package io.gortms.junit;

import io.gortms.Broker;
import io.gortms.BrokerClosedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks for what a test has left behind; what is just about to end is waited for. */
final class Leaks {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int SHOWN_FRAMES = 5;

    private final Duration patience;

    Leaks(Duration patience) {
        this.patience = patience;
    }

    /** Fails if messages of the broker are in flight. One that is closed has none. */
    void checkLeases(Broker broker) {
        awaitNone(
                () -> leases(broker),
                "deliveries were taken and not settled; ack, nack, release or reject each one before the test ends");
    }

    /** Fails if threads of a broker run in the group. */
    void checkThreads(ThreadGroup group) {
        awaitNone(
                () -> threads(group),
                "threads of the broker run on after its close; end what they are at work on before the test ends");
    }

    /** Fails if a file below the directory is open. */
    void checkFiles(Path directory) {
        awaitNone(
                () -> openFiles(directory),
                "files of the data directory are still open; close each broker that was opened there");
    }

    private void awaitNone(Supplier<List<String>> search, String fault) {
        Waiting.until(patience, () -> search.get().isEmpty());
        List<String> found = search.get();
        if (!found.isEmpty()) {
            throw new AssertionError(fault + ":\n  " + String.join("\n  ", found));
        }
    }

    private static List<String> leases(Broker broker) {
        try {
            return broker.stats().deliveries().inFlight() == 0 ? List.of() : groupsInFlight(broker);
        } catch (BrokerClosedException e) {
            return List.of();
        }
    }

    private static List<String> groupsInFlight(Broker broker) {
        List<String> found = new ArrayList<>();
        broker.resources()
                .domainStats()
                .forEach((domain, inDomain) -> inDomain.queueStats()
                        .forEach((queue, inQueue) -> inQueue.groups().forEach((group, figures) -> {
                            if (figures.inFlight() > 0) {
                                found.add(domain + "." + queue + "/" + group + ": " + figures.inFlight());
                            }
                        })));
        return found;
    }

    private static List<String> threads(ThreadGroup group) {
        Thread[] threads = new Thread[group.activeCount() + 16];
        int count = group.enumerate(threads);
        return Arrays.stream(threads, 0, count)
                .filter(thread -> thread.isAlive() && thread.getName().startsWith("gortms-"))
                .map(Leaks::describe)
                .toList();
    }

    private static String describe(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .limit(SHOWN_FRAMES)
                .map(Objects::toString)
                .collect(Collectors.joining("\n    at ", thread.getName() + "\n    at ", ""));
    }

    private static List<String> openFiles(Path directory) {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return List.of();
        }
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return descriptors
                    .map(Leaks::target)
                    .filter(target -> target.startsWith(directory + "/"))
                    .sorted()
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
}
