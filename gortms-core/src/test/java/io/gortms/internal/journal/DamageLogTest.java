package io.gortms.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DamageLogTest {

    private static final Path FILE = Path.of("segment");

    private final List<String> told = new ArrayList<>();
    private long lost;
    private final DamageLog log = new DamageLog((file, description, lostMessages) -> {
        told.add(description);
        lost += lostMessages;
    });

    @Test
    void aMessageThatIsFetchedByItselfIsNotToldAgain() {
        log.lost(FILE, 270, 300);
        log.lost(FILE, 272, 273);
        log.lost(FILE, 270, 300);

        assertThat(told).containsExactly("the messages at positions 270 to 299 cannot be read; they are skipped");
    }

    @Test
    void onlyWhatIsNewIsTold() {
        log.lost(FILE, 10, 12);
        log.lost(FILE, 8, 15);

        assertThat(told)
                .containsExactly(
                        "the messages at positions 10 to 11 cannot be read; they are skipped",
                        "the messages at positions 8 to 9 cannot be read; they are skipped",
                        "the messages at positions 12 to 14 cannot be read; they are skipped");
        assertThat(lost).isEqualTo(7);
    }

    @Test
    void whatIsNotFoundAfterTheEndIsNoDamage() {
        log.lost(FILE, 1, 2);
        log.close();
        log.lost(FILE, 2, 5);

        assertThat(told).containsExactly("the message at position 1 cannot be read; it is skipped");
    }

    @Test
    void damageBetweenRecordsIsToldOnceAndNotIfMessagesWereLostThere() {
        log.lost(FILE, 5, 5);
        log.lost(FILE, 5, 5);
        log.lost(FILE, 7, 9);
        log.lost(FILE, 9, 9);

        assertThat(told)
                .containsExactly(
                        "damaged before position 5; no message is lost",
                        "the messages at positions 7 to 8 cannot be read; they are skipped");
    }

    @Test
    void eachPositionIsCountedOnce() {
        Random random = JournalFixture.random("eachPositionIsCountedOnce");
        BitSet all = new BitSet();
        for (int round = 0; round < 1_000; round++) {
            int from = random.nextInt(10_000);
            int to = from + 1 + random.nextInt(50);
            log.lost(FILE, from, to);
            all.set(from, to);
            assertThat(lost).isEqualTo(all.cardinality());
        }
    }
}
