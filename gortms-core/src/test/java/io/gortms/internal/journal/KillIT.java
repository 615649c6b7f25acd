package io.gortms.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Durability;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that appends is killed, at any moment: rolls and the making of a journal are among them. */
@Timeout(300)
class KillIT {

    private static final int KILLS = 15;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void whatWasSafeSurvivesAKill(Durability durability) throws Exception {
        Random random = JournalFixture.random("whatWasSafeSurvivesAKill");
        long safe = -1;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = JournalProcess.start(List.of(), List.of(), "append", directory, durability);
            try (BufferedReader output = JournalProcess.output(process)) {
                int lines = kill % 3 == 0 ? random.nextInt(3) : random.nextInt(3_000);
                String line = "";
                for (int i = 0; i < lines; i++) {
                    line = output.readLine();
                    assertThat(line).as("what process %d says", kill).isNotNull();
                }
                process.toHandle().destroyForcibly(); // which leaves its output to be read
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
                for (String last = line; last != null; last = output.readLine()) {
                    if (last.startsWith("safe ")) {
                        safe = Math.max(safe, Long.parseLong(last.substring("safe ".length())));
                    }
                }
            }
            safe = verify(durability, safe);
        }
    }

    /** Every other time something is appended here too, and closed in order. */
    private long verify(Durability durability, long safe) {
        JournalFixture fixture = new JournalFixture(directory);
        fixture.durability = durability;
        try (ChronicleJournal journal = fixture.open()) {
            assertThat(journal.end()).isGreaterThan(safe);
            List<StoredRecord> all = JournalFixture.readAll(journal);
            assertThat(all).hasSize((int) journal.end());
            for (StoredRecord stored : all) {
                assertThat(JournalFixture.text(stored)).isEqualTo(JournalProcess.message(stored.position()));
            }
            if (journal.end() % 2 == 0) {
                String next = JournalProcess.message(journal.end());
                JournalFixture.append(journal, JournalFixture.draft(next), journal.end());
            }
            assertThat(fixture.damages).isEmpty();
            return journal.end() - 1;
        }
    }
}
