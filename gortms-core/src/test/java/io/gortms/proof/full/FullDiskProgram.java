package io.gortms.proof.full;

import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.MessageQueue;
import io.gortms.StorageFullException;
import io.gortms.StoredMessage;
import io.gortms.proof.harness.Payload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Works on a disk that its parent fills and frees; prints what it has reached, and goes on when it is told to.
 *
 * <p>Arguments: data directory, free bytes to leave, messages that are there, of which so many are settled, seed.
 */
final class FullDiskProgram {

    private static final int MOST_BYTES = 20_000;
    private static final int BATCH = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Messages that stay unsettled. */
    static final int KEPT = 100;

    /** Messages to publish once there is room again. */
    static final int MORE = 20;

    private final MessageQueue queue;
    private final ConsumerGroup group;
    private final Random random;
    private final BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private long published;

    private FullDiskProgram(Broker broker, long published, Random random) {
        this.queue = broker.declareDomain("proof").declareQueue("orders", options -> options.maxInFlight(1_000_000));
        this.group = queue.declareGroup("readers");
        this.published = published;
        this.random = random;
    }

    public static void main(String[] args) throws Exception {
        long published = Long.parseLong(args[2]);
        long settled = Long.parseLong(args[3]);
        try (Broker broker = Broker.builder()
                .dataDirectory(Path.of(args[0]))
                .minimumFreeDisk(Long.parseLong(args[1]))
                .build()) {
            FullDiskProgram program = new FullDiskProgram(broker, published, new Random(Long.parseLong(args[4])));
            program.run(settled);
        }
        System.out.println("closed");
    }

    private void run(long settled) throws IOException {
        checkAllThere();
        publishUntilFull();
        say("full", published);
        orders.readLine(); // not a byte is free now
        publishUntilFull();
        checkAllThere();
        long settledNow = settled + settle(settled);
        publishUntilFull();
        say("settled", settledNow);
        orders.readLine(); // there is room
        publishMore();
        say("more", published);
        orders.readLine(); // not a byte is free, and so it stays
        publishUntilFull();
        checkAllThere();
        say("ending", published);
    }

    private static void say(String what, long number) {
        System.out.println(what + " " + number);
    }

    private void publishUntilFull() {
        String refused;
        do {
            refused = publishOne();
        } while (refused.isEmpty());
    }

    /** Publishes the next message; empty, or why there is no room for it. */
    private String publishOne() {
        try {
            queue.publish(Payload.of(published, Payload.LEAST_BYTES + random.nextInt(MOST_BYTES)));
            published++;
            return "";
        } catch (StorageFullException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void publishMore() {
        long enough = published + MORE;
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (published < enough) {
            String refused = publishOne();
            require(System.nanoTime() < deadlineNanos, "there is room, but " + refused);
        }
    }

    private void checkAllThere() {
        long position = 0;
        for (List<StoredMessage> read = queue.read(0, BATCH); !read.isEmpty(); read = queue.read(position, BATCH)) {
            for (StoredMessage message : read) {
                require(message.position() == position, "position " + position + " is there");
                require(Payload.key(message.payload()) == position, "position " + position + " is right");
                position++;
            }
        }
        require(position == published, published + " messages are there, not " + position);
    }

    /** Settles one by one, in no order, all but a few. */
    private long settle(long settledBefore) {
        List<Delivery> polled = new ArrayList<>();
        while (settledBefore + polled.size() < published) {
            List<Delivery> some = group.poll(BATCH, PATIENCE);
            require(!some.isEmpty(), "there is more than " + polled.size());
            polled.addAll(some);
        }
        require(group.poll(1, Duration.ZERO).isEmpty(), "nothing that is settled comes again");
        Collections.shuffle(polled, random);
        List<Delivery> toSettle = polled.subList(0, polled.size() - KEPT);
        toSettle.forEach(Delivery::ack);
        return toSettle.size();
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
