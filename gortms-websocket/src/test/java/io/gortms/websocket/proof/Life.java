package io.gortms.websocket.proof;

import io.gortms.BrokerException;
import io.gortms.MessageQueue;
import io.gortms.Observation;
import io.gortms.StoredMessage;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A queue from its declaration to its end: what is known of its positions. */
final class Life {

    private final String name;
    private final boolean keepsAll;
    private final @Nullable Life owner;
    private final Ledger ledger;
    private final Map<Long, Long> numbers = new ConcurrentHashMap<>();
    private final Map<Long, Long> positions = new ConcurrentHashMap<>();
    private final AtomicLong end = new AtomicLong();

    private volatile MessageQueue queue;
    private volatile boolean deleting;
    private volatile long finalEnd = Long.MAX_VALUE;

    /** @param owner the queue whose letters these are, or null */
    Life(MessageQueue queue, boolean keepsAll, @Nullable Life owner, Ledger ledger) {
        this.name = queue.name();
        this.queue = queue;
        this.keepsAll = keepsAll;
        this.owner = owner;
        this.ledger = ledger;
    }

    String name() {
        return name;
    }

    boolean keepsAll() {
        return keepsAll;
    }

    MessageQueue queue() {
        return queue;
    }

    /** The broker was opened again. */
    void reopened(MessageQueue again) {
        queue = again;
    }

    void publish(Sent sent) {
        stored(sent, queue.publish(sent.message()).position());
    }

    void stored(Sent sent, long position) {
        seen(position, sent.number());
        end.accumulateAndGet(position + 1, Math::max);
    }

    /** Somebody was told that this message is there. */
    void seen(long position, long number) {
        Long there = numbers.putIfAbsent(position, number);
        Long other = owner == null ? positions.putIfAbsent(number, position) : null;
        if ((there != null && there != number) || (other != null && other != position)) {
            ledger.fault(name + ": message " + number + " at " + position + ", elsewhere " + there + ", " + other);
        }
        if (ledger.isRefused(number)) {
            ledger.fault(name + ": message " + number + " at " + position + " was refused");
        }
    }

    /** What was certainly published until now has positions below this one. */
    long end() {
        return end.get();
    }

    /** Its messages of now and before have positions below this one. */
    long endAtMost() {
        try (Observation now = queue.observe(message -> {})) {
            return now.startPosition();
        } catch (BrokerException e) { // it is not there any more
            return Long.MAX_VALUE;
        }
    }

    /** The first message from this position on; nothing if there is none, or the queue is not there any more. */
    Optional<StoredMessage> read(long position) {
        try {
            return queue.read(position, 1).stream().findFirst();
        } catch (BrokerException e) {
            return Optional.empty();
        }
    }

    void deletes() {
        deleting = true;
    }

    boolean isDeleting() {
        return deleting || (owner != null && owner.isDeleting());
    }

    /** Nothing more is published. */
    void ends(long position) {
        finalEnd = position;
    }

    long finalEnd() {
        return finalEnd;
    }

    @Override
    public String toString() {
        return name + " up to " + end;
    }
}
