package io.gortms.internal.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A ledger and its model, driven by random operations. */
final class LedgerDriver {

    static final long UID = 0x1234_5678_9ABC_DEF0L;
    static final int POSITIONS = 3_000;

    final Path directory;
    final LedgerModel model;
    final List<String> damages = new ArrayList<>();
    private final Map<Integer, GroupState> states = new TreeMap<>();
    private final Supplier<ReentrantLock> locks;
    private MappedLedger ledger;
    private int nextGroup = 1;

    LedgerDriver(Path directory) {
        this(directory, new LedgerModel(), ReentrantLock::new);
    }

    LedgerDriver(Path directory, LedgerModel model, Supplier<ReentrantLock> locks) {
        this.directory = directory;
        this.model = model;
        this.locks = locks;
        open(Long.MAX_VALUE);
    }

    MappedLedger ledger() {
        return ledger;
    }

    GroupState state(int group) {
        return states.computeIfAbsent(group, g -> ledger.attach(g, locks.get()));
    }

    private void open(long journalEnd) {
        states.clear();
        ledger = MappedLedger.open(directory, UID, journalEnd, (file, text, lost) -> damages.add(file + ": " + text));
        ledger.groups().forEach(this::state);
    }

    void reopen() {
        reopen(Long.MAX_VALUE);
    }

    void reopen(long journalEnd) {
        ledger.close();
        open(journalEnd);
    }

    /** What would be read from a copy of the files. */
    static LedgerModel read(Path directory, long journalEnd, List<String> damages) {
        try (MappedLedger copy = MappedLedger.open(
                directory, UID, journalEnd, (file, text, lost) -> damages.add(file.getFileName() + ": " + text))) {
            Map<Integer, GroupState> found = new TreeMap<>();
            copy.groups().forEach(group -> found.put(group, copy.attach(group, new ReentrantLock())));
            return LedgerModel.of(found);
        }
    }

    static void copyFiles(Path from, Path to) {
        try {
            Files.createDirectories(to);
            try (Stream<Path> old = Files.list(to)) {
                for (Path file : old.toList()) {
                    Files.delete(file);
                }
            }
            if (Files.exists(from)) {
                try (Stream<Path> files = Files.list(from)) {
                    for (Path file : files.toList()) {
                        Files.copy(file, to.resolve(file.getFileName()));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The states in memory are what the model says. */
    void checkMemory() {
        assertThat(LedgerModel.of(states).describe()).isEqualTo(model.describe());
    }

    /** Changes the state, the ledger and the model alike. */
    void randomOperation(Random random) {
        int group = pickGroup(random);
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> {
                long from = random.nextInt(POSITIONS);
                settle(group, from, Math.min(POSITIONS, from + 1 + random.nextInt(random.nextBoolean() ? 3 : 300)));
            }
            case 4, 5 -> {
                long cursor = state(group).window().cursor();
                if (cursor < POSITIONS) {
                    settle(group, cursor, cursor + 1);
                }
            }
            case 6, 7, 8 -> settle(group, randomPositions(random, 1 + random.nextInt(200)));
            case 9, 10, 11 -> handedOut(group, randomPositions(random, 1 + random.nextInt(20)));
            case 12, 13, 14, 15, 16 -> tried(group, random.nextInt(POSITIONS), randomAttempts(random));
            case 17 -> pause(group, random.nextBoolean());
            case 18 -> {
                if (random.nextInt(3) == 0) {
                    move(group, random.nextInt(POSITIONS));
                }
            }
            default -> {
                if (random.nextInt(8) == 0) {
                    forget(group);
                }
            }
        }
    }

    private int pickGroup(Random random) {
        if (states.isEmpty() || (states.size() < 4 && random.nextInt(10) == 0)) {
            return nextGroup++;
        }
        List<Integer> numbers = new ArrayList<>(states.keySet());
        nextGroup = Math.max(nextGroup, numbers.get(numbers.size() - 1) + 1);
        return numbers.get(random.nextInt(numbers.size()));
    }

    void settle(int group, long from, long to) {
        state(group).settleRange(from, to);
        assertThat(ledger.settled(group, from, to)).isTrue();
        model.group(group).settle(from, to);
    }

    private void settle(int group, long[] positions) {
        assertThat(ledger.settled(group, positions, positions.length)).isTrue();
        for (long position : positions) {
            state(group).settle(position);
            model.group(group).settle(position, position + 1);
        }
    }

    private void handedOut(int group, long[] positions) {
        assertThat(ledger.handedOut(group, positions, positions.length)).isTrue();
        for (long position : positions) {
            state(group).handedOut(position);
            model.group(group).handedOut(position);
        }
    }

    void tried(int group, long position, Attempts attempts) {
        state(group).putAttempts(position, attempts);
        assertThat(ledger.attempts(group, position, attempts)).isTrue();
        model.group(group).tried(position, attempts);
    }

    void move(int group, long target) {
        ledger.moved(group, target);
        state(group).moveTo(target);
        model.group(group).moveTo(target);
    }

    void pause(int group, boolean paused) {
        ledger.paused(group, paused);
        state(group).pause(paused);
        model.group(group).paused = paused;
    }

    void forget(int group) {
        state(group);
        ledger.forgotten(group);
        states.remove(group);
        model.groups().remove(group);
    }

    static long[] randomPositions(Random random, int count) {
        long start = random.nextInt(POSITIONS);
        boolean near = random.nextBoolean();
        return random.longs(count, 0, near ? 2L * count : POSITIONS)
                .map(p -> near ? Math.min(POSITIONS - 1, start + p) : p)
                .toArray();
    }

    static Attempts randomAttempts(Random random) {
        Attempts attempts = new Attempts();
        attempts.deliveries = random.nextInt(3);
        attempts.failures = random.nextInt(3);
        if (random.nextBoolean()) {
            attempts.dueMicros = random.nextLong();
            attempts.firstFailureMicros = random.nextLong(1L << 52);
            attempts.lastFailureMicros = random.nextLong(1L << 52);
            attempts.flags = random.nextInt(256);
        }
        return attempts;
    }
}
