package io.gortms.proof.opening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gortms.proof.harness.ChildJvm;
import io.gortms.proof.harness.DirectoryImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a new JVM takes to open a broker, and to the first message of a queue: with many queues, and with a large backlog
 * ({@code -Dgortms.backlog.bytes}, 10 GB unless given, on the disk of {@code java.io.tmpdir}). Medians of several JVMs; it
 * fails only when an aim is missed forty times over, as others may be busy with the same machine.
 */
@Timeout(1800)
class OpeningIT {

    private static final long BACKLOG_BYTES = Long.getLong("gortms.backlog.bytes", 10_000_000_000L);
    private static final long SPARE_BYTES = 2_000_000_000L;
    private static final int QUEUES = 1_000;
    private static final int SAMPLES = 5;
    private static final long AIM_MORE_MICROS = 100_000;
    private static final long AIM_POLL_MICROS = 50_000;
    private static final int TIMES_OVER = 40;
    private static final long FILLING_SECONDS = 1200;
    private static final long NO_POLL = -1;

    /** In microseconds; the medians. */
    private record Times(long built, long polled) {}

    @TempDir
    private Path directory;

    private int children;

    @Test
    void openingDoesNotGrowWithWhatIsThere() throws Exception {
        long usable = Files.getFileStore(directory).getUsableSpace();
        assumeTrue(usable > BACKLOG_BYTES + SPARE_BYTES, () -> usable + " bytes are free on the disk of " + directory);
        Path empty = directory.resolve("empty");
        fill(empty, 0, 0, "close");
        Times nothing = open("an empty directory", empty, false);

        Path many = directory.resolve("many");
        fill(many, QUEUES, 10_000, "close");
        check(nothing, open(QUEUES + " queues", many, true));

        Path large = directory.resolve("large");
        fill(large, 1, BACKLOG_BYTES, "die");
        check(nothing, open(BACKLOG_BYTES + " bytes of backlog, its process killed", large, true));
        fill(large, 1, 1, "close");
        check(nothing, open(BACKLOG_BYTES + " bytes of backlog, closed in order", large, true));
        DirectoryImage.delete(large);
    }

    private void fill(Path data, int queues, long bytes, String end) throws Exception {
        int payloadBytes = (int) Math.max(1_000, Math.min(bytes / QUEUES, 60_000));
        run(
                FillProgram.class,
                List.of(
                        data.toString(),
                        Integer.toString(queues),
                        Long.toString(bytes),
                        Integer.toString(payloadBytes),
                        end));
    }

    private Times open(String what, Path data, boolean polls) throws Exception {
        List<Long> built = new ArrayList<>();
        List<Long> polled = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            List<String> arguments = polls ? List.of(data.toString(), "0") : List.of(data.toString());
            String printed = run(OpenProgram.class, arguments);
            built.add(number(printed, "built "));
            polled.add(polls ? number(printed, "polled ") : NO_POLL);
        }
        Times medians = new Times(median(built), median(polled));
        System.out.printf(
                "  %s: open after %s us, median %d; first message %s us later, median %d%n",
                what, built, medians.built, polls ? polled : "-", medians.polled);
        return medians;
    }

    private static void check(Times nothing, Times times) {
        long more = times.built - nothing.built;
        System.out.printf(
                "    %d ms more than an empty directory (aim: %d, %s); first message after %d ms (aim: %d, %s)%n",
                more / 1_000,
                AIM_MORE_MICROS / 1_000,
                more <= AIM_MORE_MICROS ? "met" : "missed",
                times.polled / 1_000,
                AIM_POLL_MICROS / 1_000,
                times.polled <= AIM_POLL_MICROS ? "met" : "missed");
        assertThat(more).isLessThan(AIM_MORE_MICROS * TIMES_OVER);
        assertThat(times.polled).isLessThan(AIM_POLL_MICROS * TIMES_OVER);
    }

    private String run(Class<?> program, List<String> arguments) throws IOException, InterruptedException {
        try (ChildJvm child =
                ChildJvm.of(program).arguments(arguments).start(directory.resolve("output-" + children++))) {
            assertThat(child.exitCode(FILLING_SECONDS)).as(child.output()).isZero();
            return child.output();
        }
    }

    private static long number(String printed, String what) {
        return printed.lines()
                .filter(line -> line.startsWith(what))
                .mapToLong(line -> Long.parseLong(line.substring(what.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError(printed));
    }

    private static long median(List<Long> samples) {
        List<Long> sorted = new ArrayList<>(samples);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
