package io.gortms.internal.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.ManualClock;
import io.gortms.Message;
import io.gortms.QueueSettings;
import io.gortms.internal.group.GroupMemory;
import io.gortms.internal.group.GroupState;
import io.gortms.internal.group.MemoryInHand;
import io.gortms.internal.group.MemoryLedger;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.journal.JournalReader;
import io.gortms.internal.journal.MemoryJournal;
import io.gortms.internal.journal.RecordDraft;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.message.PayloadCodec;
import io.gortms.internal.stats.LatencyWindow;
import io.gortms.internal.time.BrokerClock;
import io.gortms.internal.time.DueTimer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A group over a journal in memory, with nothing of a broker around it; cheap enough to be made a million times. */
final class MemoryGroup implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    final MemoryJournal journal = new MemoryJournal();
    final BrokerClock clock;
    final DueTimer timer;
    final QueueMemory queueMemory = new QueueMemory(memory(QueueMemory.ID));
    final GroupDelivery group;

    /** The group's lock. */
    final ReentrantLock lock;

    private final BrokerThreads threads = new BrokerThreads(null);

    /** A group of an empty queue; nobody is told of anything. */
    MemoryGroup(ManualClock clock) {
        this(clock, QueueSettings::defaults, journal -> journal, (stored, headers) -> {}, () -> {}, () -> {});
    }

    /**
     * A group of an empty queue.
     *
     * @param seen what the group sees in place of the journal
     * @param onSettled see {@link GroupEnvironment}
     */
    MemoryGroup(
            ManualClock clock,
            Supplier<QueueSettings> settings,
            UnaryOperator<Journal> seen,
            Graveyard graveyard,
            Runnable ledgerWritten,
            Runnable onSettled) {
        this.clock = new BrokerClock(clock);
        this.timer = new DueTimer(this.clock);
        GroupMemory memory = memory(1);
        this.lock = memory.lock();
        this.group = new GroupDelivery(new GroupEnvironment(
                "shop.orders/workers",
                "workers",
                settings,
                seen.apply(journal),
                memory,
                new MemoryInHand(),
                () -> MAPPER,
                this.clock,
                timer,
                threads,
                graveyard,
                event -> {},
                Duration.ofSeconds(1),
                ledgerWritten,
                queueMemory,
                onSettled,
                new LatencyWindow(true, true)));
    }

    private static GroupMemory memory(int id) {
        return new GroupMemory(new MemoryLedger(), new GroupState(id), new ReentrantLock());
    }

    /** Appends a message, and wakes nobody. */
    void append(@Nullable String key) {
        Message message = key == null ? Message.text("a") : Message.text("a").key(key);
        RecordDraft draft = new PayloadCodec(MAPPER, clock).encode(message, "shop.orders", 100);
        journal.append(List.of(draft), clock.nowMicros());
    }

    /** The message at this position. */
    StoredRecord record(long position) {
        try (JournalReader reader = journal.openReader()) {
            reader.moveTo(position);
            return Objects.requireNonNull(reader.next(position + 1));
        }
    }

    @Override
    public void close() {
        group.close();
        threads.close();
    }
}
