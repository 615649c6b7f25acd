package io.gortms.proof.power;

import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.Durability;
import io.gortms.MessageQueue;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes from many threads and writes a byte to a file for each receipt, so that a trace shows both. Then settles one
 * message, writes another byte, and waits a while before it closes.
 *
 * <p>Arguments: data directory, file of receipts, durability when the queue is opened, durability when messages are
 * published, threads, messages of each thread.
 */
final class PublishProgram {

    private static final Duration BEFORE_CLOSING = Duration.ofSeconds(3);

    private PublishProgram() {}

    public static void main(String[] args) throws Exception {
        int threads = Integer.parseInt(args[4]);
        int messages = Integer.parseInt(args[5]);
        try (Broker broker = Broker.builder().dataDirectory(Path.of(args[0])).build();
                FileOutputStream receipts = new FileOutputStream(args[1])) {
            MessageQueue queue = declare(broker, Durability.valueOf(args[2]));
            ConsumerGroup group = queue.declareGroup("readers");
            queue.publish("the first message, which makes the files");
            declare(broker, Durability.valueOf(args[3]));
            receipts.write('b');
            publish(queue, threads, messages, receipts);
            receipts.write('e');
            List<Delivery> polled = group.poll(1, Duration.ZERO);
            polled.get(0).ack();
            receipts.write('a');
            group.poll(threads * messages, Duration.ZERO);
            group.poll(1, BEFORE_CLOSING);
        }
    }

    private static MessageQueue declare(Broker broker, Durability durability) {
        return broker.declareDomain("proof")
                .declareQueue(
                        "orders", options -> options.durability(durability).maxInFlight(1_000_000));
    }

    private static void publish(MessageQueue queue, int threads, int messages, FileOutputStream receipts)
            throws InterruptedException {
        List<Thread> publishers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread publisher = new Thread(() -> {
                for (int n = 0; n < messages; n++) {
                    queue.publish("message " + n);
                    note(receipts);
                }
            });
            publisher.start();
            publishers.add(publisher);
        }
        for (Thread publisher : publishers) {
            publisher.join();
        }
    }

    private static void note(FileOutputStream receipts) {
        try {
            receipts.write('r');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
