package io.gortms.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A program in a JVM of its own, started without any flag; it is ended with the test. */
public final class ChildJvm implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedReader output;

    /** Starts the program; its errors go where its output goes. */
    public ChildJvm(Class<?> program, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-classpath");
        command.add(System.getProperty("java.class.path"));
        command.add(program.getName());
        command.addAll(List.of(args));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Its standard input. */
    public OutputStream input() {
        return process.getOutputStream();
    }

    /** Reads its output up to the first line in which this is found. */
    public void awaitLine(String regex) throws IOException {
        Pattern wanted = Pattern.compile(regex);
        List<String> read = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            read.add(line);
            if (wanted.matcher(line).find()) {
                return;
            }
        }
        throw new AssertionError("the program ended without '" + regex + "': " + read);
    }

    /** Kills it as kill -9 does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        exitCode();
    }

    /** Waits for its end. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the program runs on after " + PATIENCE_SECONDS + " seconds");
        }
        return process.exitValue();
    }

    /** What it has printed since the last read. */
    public String remainingOutput() {
        return output.lines().collect(Collectors.joining("\n"));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
    }
}
