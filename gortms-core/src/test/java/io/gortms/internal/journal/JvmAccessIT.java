package io.gortms.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gortms.Durability;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM needs, and what it does that nobody has asked for: nothing. */
@Timeout(120)
class JvmAccessIT {

    private static final List<String> OPENS = List.of(
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.nio.channels.spi=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED");

    @TempDir
    Path directory;

    private String run(List<String> before, List<String> flags) throws Exception {
        Process process =
                JournalProcess.start(before, flags, "once", directory.resolve("journal"), Durability.POWER_LOSS);
        try (BufferedReader output = JournalProcess.output(process)) {
            String said = String.join("\n", output.lines().toList());
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("ends by itself")
                    .isTrue();
            return said;
        }
    }

    @Test
    void noFlagsAreNeededAndNothingKeepsTheJvmAlive() throws Exception {
        assertThat(run(List.of(), List.of())).contains("appended").doesNotContain("still running");
    }

    @Test
    void itCanBeToldToLeaveTheJvmAlone() throws Exception {
        assertThat(run(List.of(), List.of("-Dgortms.jvm.access=false")))
                .contains("StorageException")
                .contains("gortms.jvm.access is false")
                .contains(OPENS);
    }

    @Test
    void itNeedsNothingWhereTheFlagsAreGiven() throws Exception {
        List<String> flags = new java.util.ArrayList<>(OPENS);
        flags.add("-Dgortms.jvm.access=false");
        assertThat(run(List.of(), flags)).contains("appended");
    }

    @Test
    void onlyItsOwnFilesAreWrittenAndNobodyIsCalled() throws Exception {
        assumeTrue(isThere("strace"), "strace is not installed: what is written cannot be seen");
        Path trace = directory.resolve("trace");
        List<String> strace = List.of("strace", "-f", "-e", "trace=%file,%network", "-o", trace.toString());
        assertThat(run(strace, List.of("-XX:-UsePerfData"))).contains("appended");

        Pattern written =
                Pattern.compile("O_WRONLY|O_RDWR|O_CREAT|\\b(mkdir|unlink|rename|link|symlink)(at)?[0-9]?\\(");
        assertThat(Files.readAllLines(trace))
                .filteredOn(line -> written.matcher(line).find())
                .filteredOn(line -> !line.contains("/dev/") && !line.contains("/proc/self/"))
                .isNotEmpty()
                .allSatisfy(line ->
                        assertThat(line).contains(directory.resolve("journal").toString()));
        assertThat(Files.readAllLines(trace))
                .filteredOn(line -> line.contains("connect(") || line.contains("sendto(") || line.contains("bind("))
                .filteredOn(line -> !line.contains("AF_UNIX"))
                .isEmpty();
    }

    private static boolean isThere(String command) throws InterruptedException {
        try {
            return new ProcessBuilder(command, "-V")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
