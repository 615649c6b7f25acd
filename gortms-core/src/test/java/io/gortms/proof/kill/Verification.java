package io.gortms.proof.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.BrokerException;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.Domain;
import io.gortms.MessageQueue;
import io.gortms.QueueNotFoundException;
import io.gortms.RecoveryReport;
import io.gortms.StoredMessage;
import io.gortms.proof.harness.Payload;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Opens what a killed process has left, and compares everything with the model. */
final class Verification {

    private static final int BATCH = 256;
    private static final Duration NO_WAIT = Duration.ZERO;

    /** The broker hands out no more than 64 MiB at a time. */
    private static final long MOST_KEPT_BYTES = 24L << 20;

    private final Plan plan;
    private final Model model;
    private final SplittableRandom random;
    private final int keptOfHundred;

    /** What is settled is drawn from the plan's seed: nothing, everything, or half. */
    Verification(Plan plan, Model model) {
        this.plan = plan;
        this.model = model;
        this.random = new SplittableRandom(plan.seed());
        this.keptOfHundred = random.nextInt(3) * 50;
    }

    void run() {
        try (Broker broker = plan.open()) {
            RecoveryReport report = broker.recoveryReport();
            if (model.diedOpen()) {
                assertThat(report.cleanShutdown()).as("a process was killed").isFalse();
            }
            assertThat(report.machineRestarted()).as("the machine went on").isFalse();
            Domain domain = broker.domain(Plan.DOMAIN);
            MessageQueue queue = domain.queue(Plan.QUEUE);
            long end = read(queue);
            consume(queue.group(Plan.AUTO), model.auto, end);
            consume(queue.group(Plan.MANUAL), model.manual, end);
            checkLetters(domain, queue);
            model.made.forEach((number, fate) -> checkMade(domain, number, fate));
            assertThat(broker.recoveryReport().damages())
                    .as("a dead process damages nothing")
                    .isEmpty();
            model.auto.closing();
            model.manual.closing();
        }
        model.auto.closed();
        model.manual.closed();
    }

    private long read(MessageQueue queue) {
        QueueModel.Reading reading = model.queue.new Reading();
        long position = 0;
        for (List<StoredMessage> read = queue.read(0, BATCH); !read.isEmpty(); read = queue.read(position, BATCH)) {
            read.forEach(reading::next);
            position = read.get(read.size() - 1).position() + 1;
        }
        assertThat(queue.stats().endPosition()).isEqualTo(position);
        return reading.end();
    }

    private void consume(ConsumerGroup group, GroupModel owed, long end) {
        Set<Long> came = new HashSet<>();
        long keptBytes = 0;
        long last = -1;
        List<Delivery> polled;
        do {
            polled = group.poll(BATCH, NO_WAIT);
            for (Delivery delivery : polled) {
                byte[] payload = delivery.payload();
                Payload.key(payload);
                owed.delivered(delivery.position(), delivery.attempt(), delivery.failures(), 0, 0);
                came.add(delivery.position());
                if (delivery.failures() == 0) {
                    assertThat(delivery.position()).as("messages come in order").isGreaterThan(last);
                    last = delivery.position();
                }
                if (keptBytes < MOST_KEPT_BYTES && random.nextInt(100) < keptOfHundred) {
                    keptBytes += payload.length;
                } else {
                    owed.acking(delivery.position());
                    delivery.ack();
                    owed.settled(delivery.position());
                }
            }
        } while (!polled.isEmpty());
        owed.complete(came, end, 0);
    }

    private void checkLetters(Domain domain, MessageQueue queue) {
        Map<String, Set<Long>> buried = new HashMap<>();
        buried.put(Plan.AUTO, new HashSet<>());
        buried.put(Plan.MANUAL, new HashSet<>());
        for (StoredMessage letter : letters(domain)) {
            String group = letter.headers().get("gortms-dead-group");
            long position = Long.parseLong(letter.headers().get("gortms-dead-position"));
            StoredMessage original = queue.read(position, 1).get(0);
            assertThat(letter.payload()).isEqualTo(original.payload());
            assertThat(letter.messageId()).isEqualTo(original.messageId());
            buried.get(group).add(position);
        }
        checkLetters(buried.get(Plan.AUTO), model.auto);
        checkLetters(buried.get(Plan.MANUAL), model.manual);
    }

    private static void checkLetters(Set<Long> buried, GroupModel owed) {
        assertThat(buried).as("dead letters").containsAll(owed.buried());
        assertThat(buried).as("dead letters").allMatch(owed::mayBeBuried);
    }

    static List<StoredMessage> letters(Domain domain) {
        try {
            return domain.queue(Plan.QUEUE + ".dlq").read(0, Integer.MAX_VALUE);
        } catch (QueueNotFoundException e) {
            return List.of();
        }
    }

    private static void checkMade(Domain domain, long number, Model.Made fate) {
        boolean whole;
        try {
            MessageQueue queue = domain.queue(Declarer.name(number));
            assertThat(queue.options().workerCount()).isEqualTo(7);
            whole = !queue.groups().isEmpty()
                    && queue.group(Declarer.name(number)).isPaused();
        } catch (BrokerException e) {
            assertThat(e).isInstanceOf(QueueNotFoundException.class);
            assertThat(fate).as(e.getMessage()).isNotEqualTo(Model.Made.THERE);
            return;
        }
        assertThat(fate).as("queue %s", number).isNotEqualTo(Model.Made.GONE);
        if (fate == Model.Made.THERE) {
            assertThat(whole).as("queue %s has its paused group", number).isTrue();
        }
    }
}
