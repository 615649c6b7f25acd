package io.gortms.proof.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The system calls of a child and all its threads, as strace writes them down. */
public final class Strace {

    /**
     * A call that has returned.
     *
     * @param seconds when it was begun, since the epoch
     * @param arguments with the paths of open files
     * @param result what it returned, and for an error its name
     */
    public record Call(double seconds, String name, String arguments, String result) {

        /** Whether it did what it should. */
        public boolean succeeded() {
            return !result.startsWith("-1") && !result.startsWith("?");
        }
    }

    private static final Pattern LINE = Pattern.compile("(\\d+) +(\\d+\\.\\d+) (.*)");
    private static final Pattern WHOLE = Pattern.compile("(\\w+)\\((.*)\\) += (.*)");
    private static final Pattern BEGUN = Pattern.compile("(\\w+)\\((.*) <unfinished \\.\\.\\.>");
    private static final Pattern ENDED = Pattern.compile("<\\.\\.\\. (\\w+) resumed>(.*)\\) += (.*)");

    private Strace() {}

    /**
     * The command that runs a child under strace; where it cannot be run, the test is skipped.
     *
     * @param output where the calls are written
     * @param calls which ones, by strace's words
     */
    public static List<String> command(Path output, String calls) {
        assumeTrue(works(), "there is no strace here, or it may not trace");
        return List.of(
                "strace",
                "-f",
                "--seccomp-bpf",
                "-qq",
                "-y",
                "-ttt",
                "-s",
                "300",
                "-e",
                "signal=none",
                "-e",
                "trace=" + calls,
                "-o",
                output.toString());
    }

    private static boolean works() {
        try {
            return new ProcessBuilder("strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "true")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The calls in the order in which they returned. */
    public static List<Call> read(Path output) throws IOException {
        List<Call> calls = new ArrayList<>();
        Map<String, Call> begun = new HashMap<>();
        for (String line : Files.readAllLines(output)) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                continue;
            }
            String thread = parts.group(1);
            double seconds = Double.parseDouble(parts.group(2));
            Matcher whole = WHOLE.matcher(parts.group(3));
            Matcher beginning = BEGUN.matcher(parts.group(3));
            Matcher end = ENDED.matcher(parts.group(3));
            if (end.matches()) {
                Call before = begun.remove(thread);
                if (before != null) {
                    calls.add(new Call(before.seconds, before.name, before.arguments + end.group(2), end.group(3)));
                }
            } else if (whole.matches()) {
                calls.add(new Call(seconds, whole.group(1), whole.group(2), whole.group(3)));
            } else if (beginning.matches()) {
                begun.put(thread, new Call(seconds, beginning.group(1), beginning.group(2), ""));
            }
        }
        return calls;
    }
}
