package io.gortms.proof.kill;

import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.PublishReceipt;
import io.gortms.StorageFullException;
import io.gortms.proof.harness.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Publishes in one manner, and notes each receipt. For one thread. */
final class Publisher {

    /** How messages are published. */
    enum Manner {
        ONE_BY_ONE,
        MANY_AT_ONCE,
        ASYNCHRONOUSLY
    }

    /** Most messages of one publisher that may be stored without a receipt when it dies. */
    static final int MOST_UNDER_WAY = 16;

    private static final long MOST_LAG = 5_000;
    private static final long WAIT_FOR_LAG_NANOS = 200_000;
    private static final long WAIT_FOR_ROOM_NANOS = 1_000_000;

    private final Plan plan;
    private final RunLog log;
    private final int actor;
    private final Manner manner;
    private final SplittableRandom random;
    private long sequence;

    Publisher(Plan plan, RunLog log, int actor, Manner manner) {
        this.plan = plan;
        this.log = log;
        this.actor = actor;
        this.manner = manner;
        this.random = new SplittableRandom(plan.seed() + actor);
    }

    /** Publishes until there are so many receipts of all publishers; consumers may lag behind only so far. */
    void run(MessageQueue queue, LongSupplier lag, long receipts) {
        while (log.receipts() < receipts) {
            log.step(actor, Step.PUBLISHING);
            switch (manner) {
                case ONE_BY_ONE -> one(queue);
                case MANY_AT_ONCE -> many(queue);
                case ASYNCHRONOUSLY -> asynchronously(queue);
            }
            log.step(actor, Step.IDLE);
            while (lag.getAsLong() > MOST_LAG) {
                LockSupport.parkNanos(WAIT_FOR_LAG_NANOS);
            }
        }
    }

    private void one(MessageQueue queue) {
        long key = nextKey();
        Message message = message(key, size());
        PublishReceipt receipt = untilThereIsRoom(() -> queue.publish(message));
        note(key, message, receipt);
        if (plan.load() == Load.GUARANTEES && message.id() != null && random.nextInt(4) == 0) {
            PublishReceipt second = queue.publish(message);
            if (!second.duplicate() || second.position() != receipt.position()) {
                throw new AssertionError(message.id() + " was published twice, at " + receipt + " and " + second);
            }
        }
    }

    /** Nothing is stored when a publish is refused: trying again neither loses a message nor stores it twice. */
    private <T> T untilThereIsRoom(Supplier<T> publish) {
        while (true) {
            try {
                return publish.get();
            } catch (StorageFullException e) {
                if (plan.load() != Load.FULL_DISK) {
                    throw e;
                }
                log.add(Deed.REFUSED, actor, 0);
                LockSupport.parkNanos(WAIT_FOR_ROOM_NANOS);
            }
        }
    }

    private void many(MessageQueue queue) {
        List<Long> keys = new ArrayList<>();
        List<Message> messages = new ArrayList<>();
        for (int i = random.nextInt(1, MOST_UNDER_WAY + 1); i > 0; i--) {
            long key = nextKey();
            keys.add(key);
            messages.add(message(key, size()));
        }
        List<PublishReceipt> receipts = untilThereIsRoom(() -> queue.publishAll(messages));
        for (int i = 0; i < keys.size(); i++) {
            note(keys.get(i), messages.get(i), receipts.get(i));
        }
    }

    private void asynchronously(MessageQueue queue) {
        List<CompletableFuture<Void>> underWay = new ArrayList<>();
        for (int i = random.nextInt(1, MOST_UNDER_WAY + 1); i > 0; i--) {
            long key = nextKey();
            Message message = message(key, size());
            underWay.add(queue.publishAsync(message).thenAccept(receipt -> note(key, message, receipt)));
        }
        underWay.forEach(CompletableFuture::join);
    }

    private void note(long key, Message message, PublishReceipt receipt) {
        if (plan.load() == Load.GUARANTEES) {
            long startMicros = Terms.startMicros(message, Plan.micros(receipt.timestamp()));
            log.add(Deed.MESSAGE, actor, receipt.position(), key, startMicros);
        }
        log.add(Deed.RECEIPT, actor, receipt.position(), key, sum(receipt.messageId()));
    }

    private long nextKey() {
        return Plan.key(plan.run(), actor, sequence++);
    }

    /** Mostly near the load's size, sometimes tiny. */
    private int size() {
        int most = plan.load().mostBytes;
        return random.nextInt(20) == 0
                ? Payload.LEAST_BYTES + random.nextInt(80)
                : random.nextInt(most * 3 / 4, most + 1);
    }

    private Message message(long key, int sizeBytes) {
        Message plain = Message.bytes(Payload.of(key, sizeBytes)).header("number", header(key));
        Message message = plan.load() == Load.GUARANTEES ? Terms.of(key).put(plain, Plan.nowMicros()) : plain;
        String id = id(key);
        return id == null ? message : message.id(id);
    }

    /** The header of a message. */
    static String header(long key) {
        return Long.toString(key);
    }

    /** The id that a message was given, or null if the broker was to find one. */
    static @Nullable String id(long key) {
        return key % 3 == 0 ? "own-" + key : null;
    }

    static long sum(String messageId) {
        CRC32C sum = new CRC32C();
        sum.update(messageId.getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }
}
