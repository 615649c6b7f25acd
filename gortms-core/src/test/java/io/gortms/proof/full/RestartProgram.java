package io.gortms.proof.full;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.Domain;
import io.gortms.MessageQueue;
import io.gortms.StorageFullException;
import io.gortms.StoredMessage;
import io.gortms.proof.harness.Payload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * One of several lives on a disk that has been full since the first one.
 *
 * <p>Arguments: data directory, number of the life from 1, {@code hold} or {@code close}: how it ends.
 */
final class RestartProgram {

    private static final int MESSAGES = 200;
    private static final int ACKED_A_LIFE = 5;

    private static final int MOST_DECLARED = 10_000;

    /** The life that is closed in order: after it the report says so, and the handlers' group has settled everything. */
    private static final int FIRST_CLOSED = 3;

    private final Broker broker;
    private final int life;
    private final boolean holds;
    private final MessageQueue queue;

    private RestartProgram(Broker broker, int life, boolean holds) {
        this.broker = broker;
        this.life = life;
        this.holds = holds;
        this.queue = life == 1 ? publish(broker) : broker.domain("proof").queue("orders");
    }

    public static void main(String[] args) throws Exception {
        int life = Integer.parseInt(args[1]);
        try (Broker broker = Broker.builder()
                .dataDirectory(Path.of(args[0]))
                .minimumFreeDisk(0)
                .build()) {
            new RestartProgram(broker, life, args[2].equals("hold")).run();
        }
    }

    private static MessageQueue publish(Broker broker) {
        MessageQueue made = broker.declareDomain("proof").declareQueue("orders", options -> options.workerCount(1));
        made.declareGroup("readers");
        made.declareGroup("handlers");
        for (int i = 0; i < MESSAGES; i++) {
            made.publish(Payload.of(i, 1_000));
        }
        return made;
    }

    private void run() throws InterruptedException, IOException {
        List<StoredMessage> all = queue.read(0, MESSAGES);
        assertThat(all).hasSize(MESSAGES);
        all.forEach(message -> assertThat(Payload.key(message.payload())).isEqualTo(message.position()));
        settleSome(queue.group("readers"));
        if (life > 1) {
            assertThat(broker.recoveryReport().cleanShutdown()).isEqualTo(life > FIRST_CLOSED);
            declareMore();
        }
        handle(queue.group("handlers"));
        assertThat(broker.recoveryReport().damages()).isEmpty();
    }

    private void settleSome(ConsumerGroup readers) {
        assertThat(readers.position()).isEqualTo((long) ACKED_A_LIFE * (life - 1));
        readers.poll(ACKED_A_LIFE, Duration.ofSeconds(10)).forEach(Delivery::ack);
        assertThat(readers.position()).isEqualTo((long) ACKED_A_LIFE * life);
    }

    private void declareMore() throws IOException {
        System.out.println("settled");
        System.in.read(); // what opening has freed is taken by now
        Domain domain = broker.domain("proof");
        untilFull(name -> broker.declareDomain(name));
        untilFull(name -> domain.declareQueue(name));
        untilFull(name -> queue.declareGroup(name));
    }

    /** The first ones may find a block that has just been freed. */
    private void untilFull(Consumer<String> declare) {
        assertThatExceptionOfType(StorageFullException.class).isThrownBy(() -> {
            for (int i = 0; i < MOST_DECLARED; i++) {
                declare.accept("other-" + life + "-" + i);
            }
        });
    }

    /** The first message is in a handler's hands at the death of each life, and each is a delivery. */
    private void handle(ConsumerGroup handlers) throws InterruptedException {
        if (life > FIRST_CLOSED) {
            assertThat(handlers.position()).isEqualTo(MESSAGES);
            return;
        }
        handlers.subscribe(delivery -> {
            if (delivery.position() == 0) {
                assertThat(delivery.attempt()).isEqualTo(life);
                if (holds) {
                    System.out.println("holding");
                    new CountDownLatch(1).await();
                }
            }
        });
        if (holds) {
            new CountDownLatch(1).await();
        }
        assertThat(handlers.awaitSettled(Duration.ofSeconds(60))).isTrue();
        assertThat(handlers.stats().deadLettered()).isZero();
    }
}
