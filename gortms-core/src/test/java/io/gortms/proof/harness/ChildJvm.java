package io.gortms.proof.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A program in a JVM of its own, with the test's class path and, of all flags, only a bound on its heap. What it prints goes
 * to a file. It ends with the test. For one thread.
 */
public final class ChildJvm implements AutoCloseable {

    /** Far longer than anything that is waited for takes. */
    public static final long PATIENCE_SECONDS = 180;

    /** With these set, every JVM takes flags from them and says so. */
    private static final Set<String> FLAGS_FROM_OUTSIDE =
            Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final long LOOK_AGAIN_NANOS = 20_000;

    private final Process process;
    private final Path output;

    private ChildJvm(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** What is to be started, and how. */
    public static final class Setup {

        private final Class<?> program;
        private final List<String> arguments = new ArrayList<>();
        private final List<String> prefix = new ArrayList<>();
        private final List<String> flags = new ArrayList<>(List.of("-Xmx512m"));
        private final ProcessBuilder builder = new ProcessBuilder();

        private Setup(Class<?> program) {
            this.program = program;
        }

        /** What the program's {@code main} gets. */
        public Setup arguments(List<String> given) {
            arguments.addAll(given);
            return this;
        }

        /** A command that runs the JVM, as {@code strace} does. */
        public Setup under(List<String> command) {
            prefix.addAll(command);
            return this;
        }

        /** A flag of the JVM's. */
        public Setup flag(String flag) {
            flags.add(flag);
            return this;
        }

        /** Where it runs. */
        public Setup in(Path directory) {
            builder.directory(directory.toFile());
            return this;
        }

        /** An environment variable. */
        public Setup environment(String name, String value) {
            builder.environment().put(name, value);
            return this;
        }

        /** Starts it; what it prints goes to this file. */
        public ChildJvm start(Path output) throws IOException {
            List<String> command = new ArrayList<>(prefix);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(flags);
            command.add("-classpath");
            command.add(System.getProperty("java.class.path"));
            command.add(program.getName());
            command.addAll(arguments);
            builder.environment().keySet().removeAll(FLAGS_FROM_OUTSIDE);
            return new ChildJvm(
                    builder.command(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start(),
                    output);
        }
    }

    /** Describes a child that runs this program. */
    public static Setup of(Class<?> program) {
        return new Setup(program);
    }

    /** Waits until the condition holds, looking again and again; the child must not end meanwhile. */
    public void awaitAlive(String what, BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new AssertionError("the child ended with " + process.exitValue() + " before " + what + printed());
            }
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new AssertionError("waited " + PATIENCE_SECONDS + " s in vain until " + what + stuck());
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    /** Waits until it has printed a line that begins so, and returns the rest of that line. */
    public String awaitLine(String beginning) {
        String[] found = new String[1];
        awaitAlive("it printed '" + beginning + "'", () -> {
            found[0] = rest(beginning);
            return found[0] != null;
        });
        return found[0];
    }

    /** The rest of the line it has printed that begins so. */
    public String lineOf(String beginning) {
        String rest = rest(beginning);
        if (rest == null) {
            throw new AssertionError("it did not print '" + beginning + "'" + printed());
        }
        return rest;
    }

    private @Nullable String rest(String beginning) {
        return output().lines()
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.substring(beginning.length()).strip())
                .findFirst()
                .orElse(null);
    }

    /** Writes a line to its standard input. */
    public void say(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Lets it go on for this long; it must not end meanwhile. */
    public void letRun(long millis) throws InterruptedException {
        if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the child ended with " + process.exitValue() + " by itself" + printed());
        }
    }

    /** Ends it as {@code kill -9} does, with what it runs under, and waits until both are gone. */
    public void kill() throws InterruptedException {
        List<ProcessHandle> inner = process.descendants().toList();
        inner.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        exitCode();
        inner.forEach(handle ->
                handle.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
    }

    /** Waits for its end. */
    public int exitCode() throws InterruptedException {
        return exitCode(PATIENCE_SECONDS);
    }

    /** Waits for its end so long at most. */
    public int exitCode(long patienceSeconds) throws InterruptedException {
        if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
            throw new AssertionError("the child runs on after " + patienceSeconds + " s" + stuck());
        }
        return process.exitValue();
    }

    /** What it has printed. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has printed, and what its threads are doing. */
    private String stuck() {
        try {
            new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            process.waitFor(1, TimeUnit.SECONDS); // it writes the dump meanwhile
        } catch (IOException e) {
            return printed() + "\nand its threads are not known: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return printed();
    }

    private String printed() {
        return "; it printed:\n" + output();
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
