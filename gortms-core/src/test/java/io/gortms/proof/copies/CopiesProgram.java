package io.gortms.proof.copies;

import io.gortms.Broker;
import io.gortms.Delivery;
import io.gortms.Durability;
import io.gortms.Message;
import io.gortms.MessageQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Publishes to a queue whose messages are copied, gives each up once, redrives the letters and settles them then, until it is
 * killed. It writes a line to its log for each receipt, {@code R id}, and before each settlement, {@code S id}.
 *
 * <p>Arguments: data directory, log, durability, a prefix for ids.
 */
final class CopiesProgram {

    static final String RECEIPT = "R ";
    static final String SETTLING = "S ";

    private static final int BATCH = 20;

    private final Set<String> givenUp = ConcurrentHashMap.newKeySet();
    private final FileChannel log;

    private CopiesProgram(FileChannel log) {
        this.log = log;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        FileChannel log = FileChannel.open(
                Path.of(args[1]), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        new CopiesProgram(log).run(Path.of(args[0]), Durability.valueOf(args[2]), args[3]);
    }

    private void run(Path data, Durability durability, String prefix) throws IOException, InterruptedException {
        Broker broker = Broker.builder().dataDirectory(data).build();
        MessageQueue orders = declare(broker, durability);
        orders.group("workers").subscribe(options -> options.manualSettle(), this::handle);
        Thread redriving = new Thread(() -> {
            while (true) {
                orders.deadLetters().redrive(letter -> true);
            }
        });
        redriving.setDaemon(true);
        redriving.start();
        for (long next = 0; ; next += BATCH) {
            for (long i = next; i < next + BATCH; i++) {
                String id = prefix + i;
                orders.publish(Message.text(id).id(id));
                note(RECEIPT, id);
            }
            if (!orders.group("workers").awaitSettled(java.time.Duration.ofSeconds(1))) {
                note("", "slow");
            }
        }
    }

    /** What is there in each life. */
    static MessageQueue declare(Broker broker, Durability durability) {
        var domain = broker.declareDomain("proof");
        MessageQueue orders = domain.declareQueue("orders", options -> options.durability(durability));
        domain.declareQueue("copies", options -> options.durability(durability));
        domain.declareQueue("a-copies", options -> options.durability(durability));
        domain.route("orders").to("copies");
        domain.route("copies").to("a-copies");
        orders.declareGroup("workers");
        return orders;
    }

    private void handle(Delivery delivery) throws IOException {
        if (givenUp.add(delivery.messageId())) {
            delivery.reject("for the first time");
        } else {
            note(SETTLING, delivery.messageId());
            delivery.ack();
        }
    }

    private synchronized void note(String what, String id) throws IOException {
        log.write(ByteBuffer.wrap((what + id + "\n").getBytes(StandardCharsets.UTF_8)));
    }
}
