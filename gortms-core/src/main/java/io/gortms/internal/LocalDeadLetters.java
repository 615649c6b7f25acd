package io.gortms.internal;

import io.gortms.BrokerException;
import io.gortms.DeadLetters;
import io.gortms.RedriveResult;
import io.gortms.RedriveResult.NotMoved;
import io.gortms.StoredMessage;
import io.gortms.internal.catalog.GroupEntry;
import io.gortms.internal.catalog.QueueEntry;
import io.gortms.internal.delivery.DeadLetterHeaders;
import io.gortms.internal.journal.RecordDraft;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.message.RecordMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The dead-letter side of a queue: where its letters go, and how they come back. The letters are in a queue of their own,
 * made when the first one comes.
 */
final class LocalDeadLetters implements DeadLetters {

    /** So many letters share a barrier. */
    private static final int BATCH = 100;

    private final LocalDomain domain;
    private final LocalQueue owner;
    private final Services services;

    /** Guards moving and removing letters, so that none is moved twice; taken before the queues' own locks. */
    private final ReentrantLock moving = new ReentrantLock();

    LocalDeadLetters(LocalDomain domain, LocalQueue owner, Services services) {
        this.domain = domain;
        this.owner = owner;
        this.services = services;
    }

    /** Appends a letter, as durably as the owner promises. */
    void bury(RecordDraft letter) {
        LocalQueue letters = domain.deadLetterQueue(
                owner.name(), QueueEntry.deadLetterSettings(owner.entry().settings()));
        OpenQueue queue = letters.opened();
        LocalReceipt receipt = queue.append(letter, null);
        queue.journal().awaitDurable(receipt.position());
        queue.onReadable();
    }

    private @Nullable OpenQueue letters(String refused) {
        owner.checkUsable(refused);
        LocalQueue queue = domain.existingDeadLetterQueue(owner.name());
        return queue == null ? null : queue.opened();
    }

    @Override
    public List<StoredMessage> browse(long position, int max) {
        if (position < 0 || max < 1) {
            throw new IllegalArgumentException(
                    "browse takes a position of at least 0 and a max of at least 1, not " + position + " and " + max);
        }
        OpenQueue letters = letters("no letter was read");
        return letters == null ? List.of() : letters.view().read(position, max);
    }

    @Override
    public long count() {
        OpenQueue letters = letters("letters were not counted");
        return letters == null ? 0 : letters.view().keptCount();
    }

    @Override
    public RedriveResult redrive(Predicate<StoredMessage> filter) {
        Objects.requireNonNull(filter, "filter");
        OpenQueue letters = letters("no letter was redriven");
        List<NotMoved> notMoved = new ArrayList<>();
        long[] moved = {0};
        if (letters != null) {
            OpenQueue target = owner.opened();
            forEachBatch(letters, batch -> {
                List<StoredMessage> wanted = batch.stream().filter(filter).toList();
                moved[0] += move(wanted, letters, target, notMoved);
            });
        }
        return new RedriveResult(moved[0], notMoved);
    }

    /** The letters that are there now, oldest first. */
    private static void forEachBatch(OpenQueue letters, Consumer<List<StoredMessage>> action) {
        long end = letters.journal().readable();
        long position = 0;
        while (position < end) {
            List<StoredMessage> batch = letters.view().read(position, BATCH);
            if (batch.isEmpty()) {
                return;
            }
            position = batch.get(batch.size() - 1).position() + 1;
            action.accept(
                    batch.stream().filter(letter -> letter.position() < end).toList());
        }
    }

    /** Copies first, then waits for the barrier, then removes: what ends in between leaves both. */
    private long move(List<StoredMessage> wanted, OpenQueue letters, OpenQueue target, List<NotMoved> notMoved) {
        List<StoredRecord> copied = new ArrayList<>();
        long last = -1;
        moving.lock();
        try {
            for (StoredMessage letter : wanted) {
                StoredRecord stored = ((RecordMessage) letter).stored();
                if (!letters.view().isGone(stored.position())) {
                    String group = DeadLetterHeaders.group(stored.headers());
                    long position = copy(stored, group, target);
                    if (position < 0) {
                        notMoved.add(new NotMoved(letter.messageId(), letter.position(), reason(group)));
                    } else {
                        copied.add(stored);
                        last = position;
                    }
                }
            }
        } catch (BrokerException e) {
            throw owner.whyRefused(e);
        } finally {
            finish(copied, last, letters, target);
            moving.unlock();
        }
        return copied.size();
    }

    private long copy(StoredRecord letter, @Nullable String group, OpenQueue target) {
        GroupEntry entry = group == null ? null : owner.entry().group(group);
        if (entry == null) {
            return -1;
        }
        long ttlMicros = DeadLetterHeaders.ttlMicros(letter.headers());
        return target.appendFor(entry.id(), services.codec().redriven(letter, ttlMicros, entry.id()));
    }

    private String reason(@Nullable String group) {
        return group == null
                ? "it was published here, and not given up by a group of '" + owner.name() + "'"
                : "its group '" + group + "' is gone";
    }

    private static void finish(List<StoredRecord> copied, long last, OpenQueue letters, OpenQueue target) {
        if (last >= 0) {
            target.journal().awaitDurable(last);
            target.onReadable();
            copied.forEach(letters::remove);
        }
    }

    @Override
    public long purge() {
        OpenQueue letters = letters("no letter was purged");
        long[] purged = {0};
        if (letters != null) {
            forEachBatch(letters, batch -> {
                moving.lock();
                try {
                    for (StoredMessage letter : batch) {
                        purged[0] += letters.remove(((RecordMessage) letter).stored()) ? 1 : 0;
                    }
                } finally {
                    moving.unlock();
                }
            });
        }
        return purged[0];
    }
}
