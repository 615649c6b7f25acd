package io.gortms.examples.flightrecorder;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The directory that the Flight Recorder writes its chunks to: by default one in the system's temporary directory.
 *
 * <p>{@code jdk.jfr} has no method to choose another. The command {@code JFR.configure repositorypath=…} has, and a
 * process may give it to itself through its own MBean server, without a connection or a JVM flag.
 */
final class RecorderRepository {

    private RecorderRepository() {}

    /** Moves it here, before the first recording of this process; chunks that a killed process has left here are deleted. */
    static void moveTo(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        if (absolute.toString().indexOf('"') >= 0) {
            throw new IOException("the Flight Recorder cannot use a path with a quotation mark: " + absolute);
        }
        Files.createDirectories(absolute);
        deleteChunks(absolute);
        Files.createDirectories(absolute);
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "jfrConfigure",
                            new Object[] {new String[] {"repositorypath=\"" + absolute + "\""}},
                            new String[] {String[].class.getName()});
        } catch (JMException | RuntimeException e) {
            throw new IOException(
                    "this JVM does not let its Flight Recorder be configured (" + e.getMessage()
                            + "); use --input FILE instead",
                    e);
        }
    }

    private static void deleteChunks(Path directory) throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                if (path.getFileName().toString().endsWith(".jfr") || isEmptyDirectory(path)) {
                    Files.delete(path);
                }
            }
        }
    }

    private static boolean isEmptyDirectory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> content = Files.list(path)) {
            return content.findAny().isEmpty();
        }
    }
}
