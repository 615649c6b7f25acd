package io.gortms.examples.flightrecorder;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs of the program on one data directory, in this JVM. */
final class Program {

    private final Path data;

    Program(Path data) {
        this.data = data;
    }

    /** A run that is over. */
    record Result(boolean complete, String out, String err) {}

    /** A run that reads these lines from standard input. */
    Result input(String... lines) {
        return run(String.join("\n", lines), "--input", "-");
    }

    Result replay() {
        return run("", "--replay");
    }

    Result run(String standardInput, String... args) {
        return run(standardInput.getBytes(StandardCharsets.UTF_8), args);
    }

    Result run(byte[] standardInput, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--data", data.toString()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        boolean complete = new FlightRecorderRun(
                        Options.parse(all.toArray(String[]::new)),
                        new ByteArrayInputStream(standardInput),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .execute();
        return new Result(complete, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    Path archive() {
        return data.resolve("archive.jsonl");
    }

    /** The archive's lines without the time of publishing. */
    List<String> archived() throws java.io.IOException {
        return Files.readAllLines(archive()).stream()
                .map(line -> line.replaceFirst("\"published\":\"[^\"]*\",", ""))
                .toList();
    }
}
