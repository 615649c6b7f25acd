package io.gortms.internal;

import io.gortms.QueueSettings;
import io.gortms.Retention;
import io.gortms.StartPosition;
import io.gortms.StoredMessage;
import io.gortms.internal.delivery.GroupDelivery;
import io.gortms.internal.delivery.MessageLife;
import io.gortms.internal.delivery.QueueExpiry;
import io.gortms.internal.delivery.QueueMemory;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.journal.JournalReader;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.message.RecordMessage;
import io.gortms.internal.time.BrokerClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** What there is to be seen of an open queue: from where on, and the messages themselves. */
final class QueueView {

    private final Journal journal;
    private final QueueMemory memory;
    private final QueueExpiry expiry;
    private final Supplier<QueueSettings> settings;
    private final Supplier<Collection<GroupDelivery>> groups;
    private final Services services;

    QueueView(
            Journal journal,
            QueueMemory memory,
            QueueExpiry expiry,
            Supplier<QueueSettings> settings,
            Supplier<Collection<GroupDelivery>> groups,
            Services services) {
        this.journal = journal;
        this.memory = memory;
        this.expiry = expiry;
        this.settings = settings;
        this.groups = groups;
        this.services = services;
    }

    /** Where this start position is now: between the oldest kept position and the end. */
    long resolve(StartPosition start) {
        long first = floor();
        long end = journal.readable();
        return Math.max(first, Math.min(end, positionOf(start, first, end)));
    }

    /** The oldest message that is neither expired nor reclaimable, whatever is still there. */
    long floor() {
        long nowMicros = services.clock().nowMicros();
        long first = memory.firstWithOwnTime(expiry.bound(nowMicros), nowMicros);
        if (settings.get().retention() == Retention.UNTIL_ACKNOWLEDGED) {
            first = Math.max(first, firstUnsettled());
        }
        return memory.firstKept(Math.max(first, journal.firstPosition()), nowMicros);
    }

    private long firstUnsettled() {
        return groups.get().stream()
                .mapToLong(group -> group.nextUnsettled(0))
                .min()
                .orElse(0);
    }

    private long positionOf(StartPosition start, long first, long end) {
        if (start instanceof StartPosition.At at) {
            return at.position();
        }
        if (start instanceof StartPosition.Since since) {
            return journal.firstPositionSince(BrokerClock.toMicros(since.instant()));
        }
        return start instanceof StartPosition.Latest ? end : first;
    }

    boolean isGone(long position) {
        return memory.isGone(position);
    }

    /** How many readable messages are kept. */
    long keptCount() {
        return memory.countKept(journal.readable());
    }

    /** Messages at and after a position, but for those that are expired or gone. */
    List<StoredMessage> read(long position, int max) {
        List<StoredMessage> messages = new ArrayList<>();
        try (JournalReader reader = journal.openReader()) {
            long bound = journal.readable();
            long nowMicros = services.clock().nowMicros();
            long ttlMicros = MessageLife.ttlMicros(settings.get());
            reader.moveTo(Math.max(position, floor()));
            while (messages.size() < max) {
                StoredRecord stored = reader.next(bound);
                if (stored == null) {
                    break;
                }
                if (MessageLife.expiresMicros(stored, ttlMicros) > nowMicros && !memory.isGone(stored.position())) {
                    messages.add(new RecordMessage(stored, services.codec().mapper()));
                }
            }
        }
        return List.copyOf(messages);
    }
}
