package io.gortms.webhooks.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A program in a JVM of its own, with the class path of the test. What it prints goes to a file. It ends with the test. */
final class Child implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 300;
    private static final long LOOK_AGAIN_NANOS = 50_000;

    private final Process process;
    private final Path output;

    private Child(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static Child start(Class<?> program, List<String> arguments, Path output) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-classpath",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Child(process, output);
    }

    /** Waits until the condition holds; the child must not end meanwhile. */
    void awaitAlive(String what, BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new AssertionError("the child ended with " + process.exitValue() + " before " + what + printed());
            }
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new AssertionError("waited " + PATIENCE_SECONDS + " s in vain until " + what + printed());
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        if (!process.isAlive()) {
            throw new AssertionError("the child ended with " + process.exitValue() + " by itself" + printed());
        }
        process.destroyForcibly();
        process.waitFor();
    }

    /** Waits for an end in order. */
    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the child runs on after " + PATIENCE_SECONDS + " s" + printed());
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("the child ended with " + process.exitValue() + printed());
        }
    }

    private String printed() {
        try {
            return "; it printed:\n" + Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
