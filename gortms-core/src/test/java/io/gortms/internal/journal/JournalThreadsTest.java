package io.gortms.internal.journal;

import static io.gortms.internal.journal.JournalFixture.append;
import static io.gortms.internal.journal.JournalFixture.draft;
import static io.gortms.internal.journal.JournalFixture.text;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Durability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One appends, others read, one deletes, some are interrupted. */
@Timeout(60)
class JournalThreadsTest {

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private JournalFixture fixture;

    @BeforeEach
    void configure() {
        fixture = new JournalFixture(directory);
        fixture.segmentBytes = 50_000;
    }

    @AfterEach
    void stopThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, SECONDS)).isTrue();
    }

    private static String message(long position) {
        return "message " + position + "z".repeat((int) (position % 50));
    }

    @ParameterizedTest
    @EnumSource
    void readersFollowTheAppender(Durability durability) throws Exception {
        int messages = 20_000;
        fixture.durability = durability;
        try (ChronicleJournal journal = fixture.open()) {
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(threads.submit(() -> readAllOf(journal, messages)));
            }
            for (int i = 0; i < messages; i++) {
                append(journal, draft(message(i)), i);
                if (i % 500 == 499) {
                    journal.awaitDurable(i);
                }
            }
            journal.awaitDurable(messages - 1);
            for (Future<?> reader : readers) {
                reader.get(50, SECONDS);
            }
        }
        assertThat(fixture.damages).isEmpty();
    }

    private static void readAllOf(ChronicleJournal journal, int messages) {
        try (JournalReader reader = journal.openReader()) {
            for (int i = 0; i < messages; i++) {
                StoredRecord next = reader.next(Long.MAX_VALUE);
                while (next == null) {
                    Thread.onSpinWait();
                    next = reader.next(Long.MAX_VALUE);
                }
                assertThat(next.position()).isEqualTo(i);
                assertThat(text(next)).isEqualTo(message(i));
            }
        }
    }

    @Test
    void readersJumpAboutWhileSegmentsComeAndGo() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (ChronicleJournal journal = fixture.open()) {
            List<Future<?>> others = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                others.add(threads.submit(() -> jumpAbout(journal, done)));
            }
            others.add(threads.submit(() -> {
                while (!done.get()) {
                    journal.deleteBefore(journal.end() - 3_000);
                    journal.deleteWithin(journal.end() - 2_000, journal.end() - 1_000);
                }
            }));
            for (int i = 0; i < 20_000; i++) {
                append(journal, draft(message(i)), i);
            }
            done.set(true);
            for (Future<?> other : others) {
                other.get(50, SECONDS);
            }
        }
        assertThat(fixture.damages).isEmpty();
    }

    private static void jumpAbout(ChronicleJournal journal, AtomicBoolean done) {
        java.util.Random random = new java.util.Random(1);
        try (JournalReader reader = journal.openReader()) {
            while (!done.get()) {
                long target = journal.end() - random.nextInt(5_000);
                reader.moveTo(Math.max(0, target));
                for (int i = random.nextInt(50); i > 0; i--) {
                    StoredRecord next = reader.next(Long.MAX_VALUE);
                    if (next != null) {
                        assertThat(next.position()).isGreaterThanOrEqualTo(target);
                        assertThat(text(next)).isEqualTo(message(next.position()));
                    }
                }
                assertThat(journal.firstPositionSince(target)).isGreaterThanOrEqualTo(Math.min(target, journal.end()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptedThreadAppendsReadsAndForces(Durability durability) {
        fixture.durability = durability;
        fixture.maxMessageBytes = 1_000;
        fixture.segmentBytes = 2 << 20;
        Thread.currentThread().interrupt();
        try {
            for (int opening = 1; opening <= 2; opening++) {
                try (ChronicleJournal journal = fixture.open()) {
                    for (int i = 0; i < 30_000; i++) {
                        append(journal, draft(message(journal.end())), i);
                    }
                    journal.awaitDurable(journal.end() - 1);
                    assertThat(journal.readable()).isEqualTo(30_000L * opening);
                    assertThat(JournalFixture.readAll(journal)).hasSize(30_000 * opening);
                    journal.deleteBefore(0);
                }
            }
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(fixture.damages).isEmpty();
    }

    @Test
    void aReaderThatIsInterruptedDisturbsNobody() throws Exception {
        try (ChronicleJournal journal = fixture.open();
                JournalReader shared = journal.openReader()) {
            for (int i = 0; i < 2_000; i++) {
                append(journal, draft(message(i)), i);
            }
            shared.next(Long.MAX_VALUE);
            threads.submit(() -> {
                        Thread.currentThread().interrupt();
                        for (int i = 1; i < 1_000; i++) {
                            assertThat(shared.next(Long.MAX_VALUE)).isNotNull();
                        }
                    })
                    .get(10, SECONDS);
            for (int i = 1_000; i < 2_000; i++) {
                assertThat(shared.next(Long.MAX_VALUE).position()).isEqualTo(i);
            }
        }
    }
}
