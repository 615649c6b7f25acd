package io.gortms.internal.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large states, and a disk that is full. */
class LedgerCapacityTest {

    @TempDir
    Path temp;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<String> damages = new ArrayList<>();
    private Path mounted;

    @AfterEach
    void unmount() throws Exception {
        if (mounted != null) {
            run("umount", "-l", mounted.toString());
        }
    }

    private MappedLedger open(Path directory) {
        return MappedLedger.open(directory, 1, Long.MAX_VALUE, (file, text, lost) -> damages.add(text));
    }

    /** A disk of this size; the test is skipped where none can be mounted. */
    private Path smallDisk(int kib) throws Exception {
        Path disk = Files.createDirectory(temp.resolve("disk"));
        if (!run("mount", "-t", "tmpfs", "-o", "size=" + kib + "k", "tmpfs", disk.toString())) {
            abort("a small disk cannot be mounted: only root on Linux can");
        }
        mounted = disk;
        return disk;
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void fill(Path disk) throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(disk.resolve("filler"))) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(disk.toFile().getUsableSpace()).isZero();
        }
    }

    private static void checkpointIfDue(MappedLedger ledger) {
        if (ledger.checkpointDue()) {
            ledger.checkpoint();
        }
    }

    @Test
    void aMillionHolesAndTriesAreThereAfterReopening() throws IOException {
        int holes = 1_000_000;
        try (MappedLedger ledger = open(temp)) {
            GroupState state = ledger.attach(1, lock);
            Attempts attempts = new Attempts();
            long[] positions = new long[250];
            for (int hole = 0; hole < holes; hole += positions.length) {
                for (int i = 0; i < positions.length; i++) {
                    positions[i] = 300L * (hole + i) + 1;
                    state.settle(positions[i]);
                }
                assertThat(ledger.settled(1, positions, positions.length)).isTrue();
                attempts.deliveries = 1 + hole % 3;
                state.putAttempts(300L * hole, attempts);
                assertThat(ledger.attempts(1, 300L * hole, attempts)).isTrue();
                checkpointIfDue(ledger);
            }
            ledger.checkpoint();
        }
        try (Stream<Path> files = Files.list(temp)) {
            assertThat(files.mapToLong(f -> f.toFile().length()).sum()).isLessThan(128L << 20);
        }
        try (MappedLedger ledger = open(temp)) {
            GroupState state = ledger.attach(1, lock);
            assertThat(state.window().settledAboveCursor()).isEqualTo(holes);
            assertThat(state.window().isSettled(300L * 77_777 + 1)).isTrue();
            assertThat(state.window().nextUnsettled(300L * 77_777 + 1)).isEqualTo(300L * 77_777 + 2);
            assertThat(state.attempts().size()).isEqualTo(holes / 250);
        }
        assertThat(damages).isEmpty();
    }

    @Test
    void aQueueStartsSmall() throws IOException {
        try (MappedLedger ledger = open(temp)) {
            ledger.attach(1, lock);
            ledger.settled(1, 0, 1);
            try (Stream<Path> files = Files.list(temp)) {
                assertThat(files.map(f -> f.toFile().length())).containsExactly(65_536L, 65_536L);
            }
        }
    }

    @Test
    void settlingGoesOnWhenTheDiskIsFull() throws Exception {
        Path disk = smallDisk(1024);
        Path directory = disk.resolve("ledger");
        int messages = 200_000;
        try (MappedLedger ledger = open(directory)) {
            GroupState state = ledger.attach(1, lock);
            ledger.settled(1, 0, 1);
            state.settle(0);
            fill(disk);
            for (int position = 2; position < messages; position++) {
                state.settle(position);
                assertThat(ledger.settled(1, position, position + 1)).isTrue();
                if (position % 5_000 == 0) {
                    ledger.moved(1, position);
                    state.moveTo(position);
                }
                checkpointIfDue(ledger);
            }
        }
        try (MappedLedger ledger = open(directory)) {
            GroupState state = ledger.attach(1, lock);
            assertThat(state.window().cursor()).isEqualTo(195_000);
            assertThat(state.window().limit()).isEqualTo(messages);
        }
        assertThat(damages).isEmpty();
    }

    @Test
    void whatHasNoRoomIsWrittenWhenThereIsRoomAgain() throws Exception {
        Path disk = smallDisk(4096);
        Path directory = disk.resolve("ledger");
        long position = 0;
        try (MappedLedger ledger = open(directory)) {
            GroupState state = ledger.attach(1, lock);
            assertThat(ledger.settled(1, 0, 1)).isTrue();
            state.settle(0);
            fill(disk);
            int refused = 0;
            while (refused < 1_000) {
                position += 1_000;
                state.settle(position);
                refused += ledger.settled(1, position, position + 1) ? 0 : 1;
                checkpointIfDue(ledger);
            }
            assertThat(position).as("kept on the full disk").isGreaterThan(10_000 * 1_000L);
            for (int i = 0; i < 10; i++) {
                ledger.paused(1, true);
            }
            state.pause(true);

            Files.delete(disk.resolve("filler"));
            ledger.checkpoint();
            position += 1_000;
            state.settle(position);
            assertThat(ledger.settled(1, position, position + 1)).isTrue();
        }
        try (MappedLedger ledger = open(directory)) {
            GroupState state = ledger.attach(1, lock);
            assertThat(state.window().settledAboveCursor()).isEqualTo(position / 1_000);
            assertThat(state.isPaused()).isTrue();
        }
        assertThat(damages).isEmpty();
    }

    @Test
    void aCheckpointThatFindsNoRoomLosesNothing() throws Exception {
        Path disk = smallDisk(4096);
        Path directory = disk.resolve("ledger");
        Path image = temp.resolve("image");
        boolean[] growing = new boolean[1];
        int[] locked = new int[1];
        GroupState[] state = new GroupState[1];
        try (MappedLedger ledger = open(directory)) {
            state[0] = ledger.attach(1, new HookedLock(() -> {
                // between the pass that measures and the one that writes
                if (growing[0] && ++locked[0] == 3) {
                    for (int i = 0; i < 40_000; i++) {
                        state[0].settle(1_000 + 1_000L * i);
                    }
                }
            }));
            state[0].settleRange(0, 77);
            ledger.settled(1, 0, 77);
            fill(disk);
            while (!ledger.checkpointDue()) {
                ledger.settled(1, 0, 77);
            }
            growing[0] = true;
            ledger.checkpoint();
            growing[0] = false;

            assertThat(LedgerKillTest.ledgerFiles(directory)).hasSize(2);
            assertThat(ledger.settled(1, 500, 501)).isTrue();
            LedgerDriver.copyFiles(directory, image);
            try (MappedLedger copy = open(image)) {
                AckWindow window = copy.attach(1, lock).window();
                assertThat(window.cursor()).isEqualTo(77);
                assertThat(window.isSettled(500)).isTrue();
            }

            Files.delete(disk.resolve("filler"));
            ledger.checkpoint();
            assertThat(LedgerKillTest.ledgerFiles(directory)).hasSize(1);
        }
        try (MappedLedger ledger = open(directory)) {
            assertThat(ledger.attach(1, lock).window().settledAboveCursor()).isEqualTo(40_000);
        }
        assertThat(damages).isEmpty();
    }

    @Test
    void aLedgerThatCannotBeBegunIsBegunWhenThereIsRoom() throws Exception {
        Path disk = smallDisk(1024);
        Path directory = disk.resolve("ledger");
        fill(disk);
        try (MappedLedger ledger = open(directory)) {
            GroupState state = ledger.attach(1, lock);
            state.settle(0);
            assertThat(ledger.settled(1, 0, 1)).isFalse();
            ledger.checkpoint();
            Files.delete(disk.resolve("filler"));

            ledger.checkpoint();

            state.settle(1);
            assertThat(ledger.settled(1, 1, 2)).isTrue();
        }
        try (MappedLedger ledger = open(directory)) {
            assertThat(ledger.attach(1, lock).window().cursor()).isEqualTo(2);
        }
    }
}
