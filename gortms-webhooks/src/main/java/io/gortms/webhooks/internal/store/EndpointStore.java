package io.gortms.webhooks.internal.store;

import io.gortms.BrokerException;
import io.gortms.ConsumerGroup;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.PublishReceipt;
import io.gortms.StartPosition;
import io.gortms.StoredMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoints, kept in a queue: each change is a record, the newest record of an id holds. A group marks where the records that
 * still mean something begin: when most are outdated, all endpoints are written once more and the group is moved there, and the queue
 * frees what is before. A crash in between leaves both, which says the same.
 */
public final class EndpointStore {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointStore.class);
    private static final int BLOCK = 256;
    private static final int OUTDATED_ALLOWED = 1000;

    private final MessageQueue queue;
    private final ConsumerGroup mark;
    private final EndpointCodec codec;
    private final ReentrantLock lock = new ReentrantLock(); // guards the order of records and what follows
    private final Map<String, EndpointRecord> incomplete = new HashMap<>();
    private final Endpoints current = new Endpoints();
    private long records;

    /**
     * Reads what the queue has. Each event says which number was the next: if the disk has lost records, the newest event knows
     * better, and no endpoint gets the number of one that events were for.
     */
    public EndpointStore(Queues queues, @Nullable Sealer sealer) {
        this.queue = queues.endpoints();
        this.mark = queue.declareGroup("registry");
        this.codec = new EndpointCodec(sealer);
        load();
        current.atLeastNext(nextOfTheNewest(queues.events()));
    }

    private static int nextOfTheNewest(MessageQueue events) {
        List<StoredMessage> newest = events.read(Math.max(0, events.stats().endPosition() - 1), 1);
        return newest.isEmpty() ? 0 : Integer.parseInt(newest.get(0).headers().getOrDefault(Headers.NEXT, "0"));
    }

    private void load() {
        long position = mark.position();
        for (List<StoredMessage> block = queue.read(position, BLOCK);
                !block.isEmpty();
                block = queue.read(position, BLOCK)) {
            for (StoredMessage message : block) {
                position = message.position() + 1;
                read(message);
            }
        }
    }

    private void read(StoredMessage message) {
        records++;
        try {
            EndpointRecord is = codec.decode(message.payload());
            current.atLeastNext(is.next());
            Endpoint read = is.removed() ? null : codec.endpoint(is);
            Endpoint before = current.find(is.id());
            if (before != null) {
                current.remove(before);
                incomplete.remove(is.id());
            }
            if (read != null) {
                current.put(read);
                if (read.isIncomplete()) {
                    incomplete.put(is.id(), is);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("the record of an endpoint at position {} cannot be read and is left out", message.position(), e);
        }
    }

    /** All endpoints, always as they are. */
    public Endpoints current() {
        return current;
    }

    /** Stores an endpoint that is made of the one of this id, or of null if there is none, and of a number for a new one. */
    public Endpoint put(String id, Maker maker) {
        lock.lock();
        try {
            Endpoint before = current.find(id);
            Endpoint made = maker.make(before, before == null ? current.next() : before.number());
            append(encode(made, Math.max(current.next(), made.number() + 1)));
            if (!made.isIncomplete()) {
                incomplete.remove(id);
            }
            current.put(made);
            compact();
            return made;
        } finally {
            lock.unlock();
        }
    }

    /** Changes an endpoint, if it is there still: another one of its id has another number. */
    public @Nullable Endpoint change(int number, UnaryOperator<Endpoint> change) {
        lock.lock();
        try {
            Endpoint before = current.withNumber(number);
            return before == null ? null : put(before.id(), (same, unused) -> change.apply(before));
        } finally {
            lock.unlock();
        }
    }

    /** Removes an endpoint, if there is one of this id. */
    public @Nullable Endpoint remove(String id) {
        lock.lock();
        try {
            Endpoint removed = current.find(id);
            if (removed != null) {
                append(codec.encodeRemoved(removed, current.next()));
                incomplete.remove(id);
                current.remove(removed);
                compact();
            }
            return removed;
        } finally {
            lock.unlock();
        }
    }

    private byte[] encode(Endpoint endpoint, int nextNumber) {
        return endpoint.isIncomplete()
                ? codec.encode(Objects.requireNonNull(incomplete.get(endpoint.id())), endpoint.state(), nextNumber)
                : codec.encode(endpoint, nextNumber);
    }

    private void append(byte[] bytes) {
        queue.publish(Message.bytes(bytes));
        records++;
    }

    private void compact() {
        int live = current.count();
        if (live == 0 || records < OUTDATED_ALLOWED + 2L * live) {
            return;
        }
        try {
            List<Message> all = new ArrayList<>();
            current.all().forEach(endpoint -> all.add(Message.bytes(encode(endpoint, current.next()))));
            List<PublishReceipt> receipts = queue.publishAll(all);
            mark.seek(StartPosition.at(receipts.get(0).position()));
        } catch (BrokerException e) {
            LOG.warn("the records of the endpoints that are outdated stay for now", e);
        }
        records = live;
    }

    /** Makes an endpoint of the one before. */
    @FunctionalInterface
    public interface Maker {

        /** What to store. */
        Endpoint make(@Nullable Endpoint before, int number);
    }
}
