package io.gortms.internal.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gortms.Durability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** A journal in a directory, what it is configured with, and what it has reported. */
final class JournalFixture implements DamageListener {

    record Damage(Path file, String description, long lost) {}

    final List<Damage> damages = new CopyOnWriteArrayList<>();
    final Path directory;
    Durability durability = Durability.PROCESS_CRASH;
    int maxMessageBytes = 1 << 20;
    long segmentBytes = JournalConfig.DEFAULT_SEGMENT_BYTES;
    long segmentAgeMicros = Long.MAX_VALUE;
    long minimumFreeBytes;
    Disk disk = new LocalDisk();
    Executor executor = Runnable::run;

    JournalFixture(Path directory) {
        this.directory = directory;
    }

    ChronicleJournal open() {
        return ChronicleJournal.open(directory, config());
    }

    JournalConfig config() {
        return new JournalConfig(
                "shop.orders",
                durability,
                maxMessageBytes,
                segmentBytes,
                segmentAgeMicros,
                minimumFreeBytes,
                this,
                disk,
                executor);
    }

    @Override
    public void onDamage(Path file, String description, long lostMessages) {
        damages.add(new Damage(file, description, lostMessages));
    }

    long lost() {
        return damages.stream().mapToLong(Damage::lost).sum();
    }

    /** The seed of a randomised test: a new one, or the one that is asked for. */
    static Random random(String test) {
        long seed = Long.getLong("gortms.seed", System.nanoTime());
        System.out.println(test + ": -Dgortms.seed=" + seed);
        return new Random(seed);
    }

    static RecordDraft draft(String text) {
        return RecordDraft.of((byte) 2, text.getBytes(UTF_8));
    }

    /** Appends one, as a queue does. */
    static long append(Journal journal, RecordDraft draft, long timestampMicros) {
        journal.checkRoom(1, draft.encodedSize());
        return journal.append(List.of(draft), timestampMicros);
    }

    /** Appends texts made of a prefix and the position. */
    static void appendTexts(Journal journal, String prefix, int count) {
        for (int i = 0; i < count; i++) {
            append(journal, draft(prefix + journal.end()), journal.end() * 10);
        }
    }

    static String text(StoredRecord stored) {
        return new String(stored.payload(), UTF_8);
    }

    static List<StoredRecord> readAll(Journal journal) {
        List<StoredRecord> all = new ArrayList<>();
        try (JournalReader reader = journal.openReader()) {
            for (StoredRecord next = reader.next(Long.MAX_VALUE); next != null; next = reader.next(Long.MAX_VALUE)) {
                all.add(next);
            }
        }
        return all;
    }
}
