package io.gortms.internal.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Groups settle at the same time, beside checkpoints and forces; and a process is really killed. */
@Timeout(60)
class LedgerConcurrencyTest {

    private static final int CHANGES = 20_000;

    @TempDir
    Path temp;

    @Test
    void groupsAndCheckpointsDoNotDisturbEachOther() throws Exception {
        long seed = Seeds.seed("LedgerConcurrencyTest");
        Map<Integer, GroupState> states = new TreeMap<>();
        AtomicBoolean settling = new AtomicBoolean(true);
        ExecutorService threads = Executors.newCachedThreadPool();
        MappedLedger ledger = MappedLedger.open(temp, LedgerDriver.UID, Long.MAX_VALUE, (f, text, lost) -> {});
        List<Future<?>> groups = new ArrayList<>();
        for (int group = 1; group <= 3; group++) {
            ReentrantLock lock = new ReentrantLock();
            GroupState state = ledger.attach(group, lock);
            states.put(group, state);
            groups.add(threads.submit(() -> change(ledger, state, lock, new Random(seed + state.group()))));
        }
        Future<?> background = threads.submit(() -> {
            while (settling.get()) {
                ledger.checkpoint();
                ledger.force();
            }
        });
        for (Future<?> group : groups) {
            group.get();
        }
        settling.set(false);
        background.get();
        threads.shutdown();
        ledger.close();

        LedgerModel found = LedgerDriver.read(temp, Long.MAX_VALUE, new ArrayList<>());
        assertThat(found.describe()).isEqualTo(LedgerModel.of(states).describe());
    }

    private static void change(MappedLedger ledger, GroupState state, ReentrantLock lock, Random random) {
        int group = state.group();
        for (int i = 0; i < CHANGES; i++) {
            lock.lock();
            try {
                long position = random.nextInt(LedgerDriver.POSITIONS);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        state.settle(position);
                        ledger.settled(group, position, position + 1);
                    }
                    case 1 -> {
                        long[] positions = LedgerDriver.randomPositions(random, 10);
                        ledger.handedOut(group, positions, positions.length);
                        for (long p : positions) {
                            state.handedOut(p);
                        }
                    }
                    case 2 -> {
                        Attempts attempts = LedgerDriver.randomAttempts(random);
                        ledger.attempts(group, position, attempts);
                        state.putAttempts(position, attempts);
                    }
                    default -> {
                        if (random.nextInt(500) == 0) {
                            ledger.moved(group, position);
                            state.moveTo(position);
                        }
                    }
                }
            } finally {
                lock.unlock();
            }
        }
    }

    @Test
    void whatHadReturnedSurvivesAKilledProcess() throws Exception {
        for (int life = 0; life < 3; life++) {
            Path directory = Files.createDirectory(temp.resolve("life" + life));
            Path progress = Files.write(temp.resolve("progress" + life), new byte[Long.BYTES]);
            MappedByteBuffer returned = map(progress);
            Process victim = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Victim.class.getName(),
                            directory.toString(),
                            progress.toString())
                    .inheritIO()
                    .start();
            try {
                while (returned.getLong(0) < 20_000L * (life + 1)) {
                    assertThat(victim.isAlive()).isTrue();
                    Thread.onSpinWait();
                }
            } finally {
                victim.destroyForcibly();
            }
            assertThat(victim.waitFor(10, TimeUnit.SECONDS)).isTrue();

            List<String> damages = new ArrayList<>();
            long settled = LedgerDriver.read(directory, Long.MAX_VALUE, damages)
                    .group(1)
                    .settled
                    .cardinality();
            assertThat(settled).isBetween(returned.getLong(0), returned.getLong(0) + 1);
            assertThat(damages).isEmpty();
        }
    }

    private static MappedByteBuffer map(Path file) throws Exception {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
        }
    }

    /** Settles every second position for ever, and notes how many calls have returned. */
    static final class Victim {

        private Victim() {}

        public static void main(String[] args) throws Exception {
            MappedLedger ledger =
                    MappedLedger.open(Path.of(args[0]), LedgerDriver.UID, Long.MAX_VALUE, (f, text, lost) -> {});
            ReentrantLock lock = new ReentrantLock();
            GroupState state = ledger.attach(1, lock);
            Thread background = new Thread(() -> {
                while (true) {
                    ledger.checkpoint();
                }
            });
            background.setDaemon(true);
            background.start();
            ByteBuffer progress = map(Path.of(args[1]));
            for (long i = 0; i < 10_000_000; i++) {
                lock.lock();
                try {
                    state.settle(2 * i + 1);
                    ledger.settled(1, 2 * i + 1, 2 * i + 2);
                } finally {
                    lock.unlock();
                }
                progress.putLong(0, i + 1);
            }
        }
    }
}
