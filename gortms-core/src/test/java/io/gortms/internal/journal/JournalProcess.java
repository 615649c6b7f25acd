package io.gortms.internal.journal;

import io.gortms.Durability;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own that appends to a journal, so that it can be killed, watched, or given other flags. */
final class JournalProcess {

    private JournalProcess() {}

    /** Starts one: {@code append} for ever, saying what is safe; or append {@code once} and end without closing. */
    static Process start(List<String> before, List<String> flags, String what, Path directory, Durability durability)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(JournalProcess.class.getName(), what, directory.toString(), durability.name()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(new File(System.getProperty("java.io.tmpdir")))
                .start();
    }

    static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static String message(long position) {
        return "message " + position + "k".repeat((int) (position % 300));
    }

    public static void main(String[] args) {
        JournalFixture fixture = new JournalFixture(Path.of(args[1]));
        fixture.durability = Durability.valueOf(args[2]);
        fixture.segmentBytes = 20_000;
        ChronicleJournal journal = fixture.open();
        if (args[0].equals("append")) {
            while (true) {
                long position =
                        JournalFixture.append(journal, JournalFixture.draft(message(journal.end())), journal.end());
                journal.awaitDurable(position);
                System.out.println("safe " + position);
            }
        }
        JournalFixture.append(journal, JournalFixture.draft("once"), 1);
        System.out.println("appended");
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon() && thread != Thread.currentThread())
                .forEach(thread -> System.out.println("still running: " + thread));
    }
}
