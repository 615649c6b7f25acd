package io.gortms.internal.journal;

import static io.gortms.internal.journal.JournalFixture.append;
import static io.gortms.internal.journal.JournalFixture.appendTexts;
import static io.gortms.internal.journal.JournalFixture.draft;
import static io.gortms.internal.journal.JournalFixture.readAll;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Durability;
import io.gortms.DurabilityUnknownException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PowerLossTest {

    @TempDir
    Path directory;

    private final FaultyDisk disk = new FaultyDisk();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private JournalFixture fixture;

    @BeforeEach
    void configure() {
        fixture = new JournalFixture(directory);
        fixture.durability = Durability.POWER_LOSS;
        fixture.disk = disk;
        fixture.executor = threads;
    }

    @AfterEach
    void stopThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, SECONDS)).isTrue();
    }

    @Test
    void nothingIsSeenBeforeItsBarrier() {
        try (ChronicleJournal journal = fixture.open()) {
            appendTexts(journal, "m", 3);
            assertThat(journal.end()).isEqualTo(3);
            assertThat(journal.readable()).isZero();
            assertThat(readAll(journal)).isEmpty();

            journal.awaitDurable(0);

            assertThat(journal.readable()).isEqualTo(3);
            assertThat(readAll(journal)).hasSize(3);
        }
    }

    @Test
    void nobodyReturnsBeforeTheForceDoes() throws Exception {
        CountDownLatch forcing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (ChronicleJournal journal = fixture.open()) {
            append(journal, draft("a"), 1);
            disk.afterForce = file -> {
                forcing.countDown();
                await(go);
            };
            Future<?> waiting = threads.submit(() -> journal.awaitDurable(0));
            CompletableFuture<Void> promised = journal.whenDurable(0);
            assertThat(forcing.await(10, SECONDS)).isTrue();

            assertThat(journal.readable()).isZero();
            assertThat(waiting).isNotDone();
            assertThat(promised).isNotDone();

            go.countDown();
            waiting.get(10, SECONDS);
            promised.get(10, SECONDS);
            assertThat(journal.readable()).isEqualTo(1);
        }
    }

    @Test
    void whatIsAppendedDuringAForceWaitsForTheNextOne() throws Exception {
        CountDownLatch forcing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (ChronicleJournal journal = fixture.open()) {
            append(journal, draft("a"), 1);
            disk.beforeForce = file -> {
                forcing.countDown();
                await(go);
            };
            Future<?> first = threads.submit(() -> journal.awaitDurable(0));
            assertThat(forcing.await(10, SECONDS)).isTrue();
            append(journal, draft("b"), 2);
            int before = disk.forces.get();
            go.countDown();
            first.get(10, SECONDS);
            assertThat(journal.readable()).isEqualTo(1);

            journal.awaitDurable(1);

            assertThat(disk.forces.get()).isEqualTo(before + 1);
            assertThat(journal.readable()).isEqualTo(2);
        }
    }

    @Test
    void manyPublishersShareFewForces() throws Exception {
        int publishers = 64;
        int each = 50;
        ReentrantLock appendLock = new ReentrantLock();
        try (ChronicleJournal journal = fixture.open()) {
            append(journal, draft("first"), 0);
            journal.awaitDurable(0);
            int before = disk.forces.get();
            // a disk on which a force takes so long that all the others get to wait meanwhile
            disk.beforeForce = file -> LockSupport.parkNanos(200_000);
            List<Future<?>> running = new ArrayList<>();
            for (int publisher = 0; publisher < publishers; publisher++) {
                running.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        long position;
                        appendLock.lock();
                        try {
                            position = append(journal, draft("x"), 1);
                        } finally {
                            appendLock.unlock();
                        }
                        journal.awaitDurable(position);
                        assertThat(journal.readable()).isGreaterThan(position);
                    }
                }));
            }
            for (Future<?> future : running) {
                future.get(50, SECONDS);
            }
            int receipts = publishers * each;
            assertThat(disk.forces.get() - before).isLessThan(receipts / 4);
        }
    }

    @Test
    void afterAFailedForceNothingIsSeenAndNothingForcedAgain() {
        try (ChronicleJournal journal = fixture.open()) {
            append(journal, draft("a"), 1);
            journal.awaitDurable(0);
            append(journal, draft("b"), 2);
            disk.beforeForce = file -> {
                throw new IOException("the disk is gone");
            };
            assertThatThrownBy(() -> journal.awaitDurable(1))
                    .isInstanceOf(DurabilityUnknownException.class)
                    .hasMessageContaining("shop.orders")
                    .hasRootCauseMessage("the disk is gone");
            int forces = disk.forces.get();
            disk.beforeForce = file -> {};

            assertThatThrownBy(() -> journal.awaitDurable(1)).isInstanceOf(DurabilityUnknownException.class);
            assertThatThrownBy(() -> append(journal, draft("c"), 3)).isInstanceOf(DurabilityUnknownException.class);
            assertThat(journal.whenDurable(1)).failsWithin(Duration.ofSeconds(10));
            journal.awaitDurable(0);
            assertThat(disk.forces.get()).isEqualTo(forces);
            assertThat(journal.readable()).isEqualTo(1);
            assertThat(readAll(journal)).hasSize(1);
        }
        assertThat(Directories.files(directory, "seal")).isEmpty();
    }

    @Test
    void reopenedAfterAFailedForceItShowsOnlyWhatItHasForced() {
        afterAFailedForceNothingIsSeenAndNothingForcedAgain();
        int before = disk.forces.get();
        try (ChronicleJournal journal = fixture.open()) {
            assertThat(disk.forces.get()).isGreaterThan(before);
            assertThat(journal.readable()).isEqualTo(2);
            assertThat(append(journal, draft("c"), 3)).isEqualTo(2);
            journal.awaitDurable(2);
            assertThat(readAll(journal).stream().map(JournalFixture::text)).containsExactly("a", "b", "c");
        }
    }

    @Test
    void aRollForcesTheOldSegmentFirst() {
        fixture.segmentBytes = 2_000;
        try (ChronicleJournal journal = fixture.open()) {
            ConcurrentSkipListSet<Path> forced = new ConcurrentSkipListSet<>();
            disk.beforeForce = forced::add;
            for (int i = 0; i < 100; i++) {
                append(journal, draft("message " + i), i);
                List<Path> files = Directories.files(directory, ".cq4");
                assertThat(forced).containsAll(files.subList(0, files.size() - 1));
            }
            assertThat(journal.readable()).isLessThan(100).isGreaterThan(80);
            assertThat(forced).hasSizeGreaterThan(3);
        }
    }

    @Test
    void aRollWhoseForceFailsStoresNothing() {
        fixture.segmentBytes = 2_000;
        try (ChronicleJournal journal = fixture.open()) {
            append(journal, draft("a"), 0);
            disk.beforeForce = file -> {
                throw new IOException("the disk is gone");
            };
            assertThatThrownBy(() -> appendTexts(journal, "message ", 100))
                    .isInstanceOf(DurabilityUnknownException.class);
            assertThat(journal.readable()).isZero();
        }
    }

    @Test
    void theNamesOfNewFilesAreForced() {
        ConcurrentSkipListSet<Path> forced = new ConcurrentSkipListSet<>();
        disk.beforeForceDirectory = forced::add;
        Path journals = directory.resolve("journal");
        JournalFixture below = new JournalFixture(journals);
        below.durability = Durability.POWER_LOSS;
        below.disk = disk;
        try (ChronicleJournal journal = below.open()) {
            append(journal, draft("a"), 0);
            journal.awaitDurable(0);
            Path generation = Directories.files(journals, ".cq4").get(0).getParent();
            assertThat(forced).contains(directory, journals, generation);
        }
    }

    @Test
    void promisesAreKeptByOneTaskAtATime() throws Exception {
        AtomicInteger tasks = new AtomicInteger();
        fixture.executor = task -> {
            tasks.incrementAndGet();
            threads.execute(task);
        };
        try (ChronicleJournal journal = fixture.open()) {
            CountDownLatch go = new CountDownLatch(1);
            disk.beforeForce = file -> await(go);
            List<CompletableFuture<Void>> promised = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                promised.add(journal.whenDurable(append(journal, draft("x"), i)));
            }
            go.countDown();
            CompletableFuture.allOf(promised.toArray(CompletableFuture[]::new)).get(10, SECONDS);
            assertThat(tasks).hasValue(1);
        }
    }

    @Test
    void promisesAreKeptWithoutAnExecutor() throws Exception {
        fixture.executor = task -> {
            throw new RejectedExecutionException();
        };
        try (ChronicleJournal journal = fixture.open()) {
            append(journal, draft("a"), 0);
            journal.whenDurable(0).get(10, SECONDS);
            assertThat(journal.readable()).isEqualTo(1);
        }
    }

    @Test
    void withoutPowerLossNothingIsForced() throws Exception {
        fixture.durability = Durability.PROCESS_CRASH;
        try (ChronicleJournal journal = fixture.open()) {
            append(journal, draft("a"), 0);
            assertThat(journal.readable()).isEqualTo(1);
            journal.awaitDurable(0);
            assertThat(journal.whenDurable(0)).isCompleted();
        }
        assertThat(disk.forces).hasValue(0);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(10, SECONDS)) {
                throw new IOException("nobody let the disk go on");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aFailedPromiseSaysWhy() throws Exception {
        try (ChronicleJournal journal = fixture.open()) {
            append(journal, draft("a"), 0);
            disk.beforeForce = file -> {
                throw new IOException("the disk is gone");
            };
            CompletableFuture<Void> promised = journal.whenDurable(0);
            assertThatThrownBy(() -> promised.get(10, SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(DurabilityUnknownException.class);
        }
    }
}
