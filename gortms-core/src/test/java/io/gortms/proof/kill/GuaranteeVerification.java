package io.gortms.proof.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.Domain;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.PublishReceipt;
import io.gortms.StoredMessage;
import io.gortms.proof.harness.Payload;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Opens what a killed process has left of messages on {@link Terms}, and compares it with the model: each of them is settled,
 * comes, is a dead letter, or has expired; and what expired was reported, but for the last of it when the process died.
 */
final class GuaranteeVerification {

    private static final int BATCH = 256;
    private static final Duration WAIT = Duration.ofMillis(50);

    /** By then what was delayed or waited for a retry in the dead process is due. */
    private static final long ALL_DUE_MICROS = Terms.LONGEST_DELAY_MICROS + 200_000;

    /** Threads that dead-letter: each may leave a letter twice when it dies. */
    private static final int MOST_DOUBLE_LETTERS = 8;

    /** How long something may take to come on a machine that is busy. */
    private static final long LATE_MICROS = 10_000_000;

    /** What could not be done at once is tried again after a second, and later on a machine that is busy. */
    private static final long NOTHING_MORE_MICROS = 4_000_000;

    private static final int PUBLISHED_AGAIN = 20;

    private final Plan plan;
    private final Model model;
    private final SplittableRandom random;
    private final int keptOfHundred;
    private final ConcurrentLinkedQueue<Runnable> reports = new ConcurrentLinkedQueue<>();

    GuaranteeVerification(Plan plan, Model model) {
        this.plan = plan;
        this.model = model;
        this.random = new SplittableRandom(plan.seed());
        this.keptOfHundred = random.nextInt(3) * 50;
    }

    /** Answers what was found, in words. */
    String run() {
        String found;
        try (Broker broker = plan.builder().listener(new Listener(this::report)).build()) {
            long allDueMicros = Plan.nowMicros() + ALL_DUE_MICROS;
            assertThat(broker.recoveryReport().cleanShutdown())
                    .as("a process was killed")
                    .isFalse();
            Domain domain = broker.domain(Plan.DOMAIN);
            MessageQueue queue = domain.queue(Plan.QUEUE);
            read(queue);
            publishAgain(queue);
            long end = queue.stats().endPosition();
            consume(queue.group(Plan.AUTO), model.auto, end, allDueMicros);
            consume(queue.group(Plan.MANUAL), model.manual, end, allDueMicros);
            found = awaitReports(domain);
            checkLetters(domain);
            assertThat(broker.recoveryReport().damages())
                    .as("a dead process damages nothing")
                    .isEmpty();
            model.auto.closing();
            model.manual.closing();
        }
        takeReports();
        model.auto.closed();
        model.manual.closed();
        return found;
    }

    private void report(Deed deed, long position, long group, long expired) {
        long nowMicros = Plan.nowMicros();
        GroupModel owed = model.group((int) group);
        reports.add(
                deed == Deed.EXPIRED
                        ? () -> owed.expired(position, nowMicros)
                        : () -> owed.buried(position, expired != 0, nowMicros));
    }

    private void takeReports() {
        for (Runnable report = reports.poll(); report != null; report = reports.poll()) {
            report.run();
        }
    }

    /** What is not there any more has expired; the rest is as it was published. */
    private void read(MessageQueue queue) {
        long next = 0;
        for (List<StoredMessage> read = queue.read(0, BATCH); !read.isEmpty(); read = queue.read(next, BATCH)) {
            for (StoredMessage message : read) {
                long number = model.queue.checkWhole(message);
                model.lives.add(message.position(), number, Terms.startMicros(message));
                assertThat(message.key()).isEqualTo(Terms.of(number).key());
                checkExpired(next, message.position());
                next = message.position() + 1;
            }
        }
        checkExpired(next, queue.stats().endPosition());
    }

    private void checkExpired(long from, long to) {
        assertThat(to).isGreaterThanOrEqualTo(from);
        for (long position = from; position < to; position++) {
            assertThat(model.lives.isExpired(position, Plan.nowMicros()) || !model.queue.hasReceipt(position))
                    .as("position %s is not there: it has expired", position)
                    .isTrue();
        }
    }

    /** Ids are known that were published before the death, whatever became of their messages. */
    private void publishAgain(MessageQueue queue) {
        Map<Long, String> ids = model.queue.ownIds();
        ids.keySet().stream().limit(PUBLISHED_AGAIN).forEach(position -> {
            PublishReceipt receipt = queue.publish(Message.text("again").id(ids.get(position)));
            assertThat(receipt.duplicate()).as("%s is a duplicate", receipt).isTrue();
            assertThat(receipt.position()).isEqualTo(position);
        });
    }

    private void consume(ConsumerGroup group, GroupModel owed, long end, long allDueMicros) {
        assertThat(group.lag())
                .as("lag of %s", group.name())
                .isLessThanOrEqualTo(Plan.MOST_WAITING + GroupModel.WINDOW + Plan.WORKERS);
        Set<Long> came = new HashSet<>();
        long askedMicros;
        List<Delivery> polled;
        do {
            askedMicros = Plan.nowMicros();
            polled = group.poll(BATCH, WAIT);
            for (Delivery delivery : polled) {
                long number = Payload.key(delivery.payload());
                model.lives.add(delivery.position(), number, Terms.startMicros(delivery));
                owed.delivered(
                        delivery.position(), delivery.attempt(), delivery.failures(), askedMicros, Plan.nowMicros());
                came.add(delivery.position());
            }
            polled.forEach(delivery -> settle(delivery, owed));
        } while (!polled.isEmpty()
                || askedMicros < allDueMicros
                || (askedMicros < allDueMicros + LATE_MICROS
                        && !owed.missing(came, end, askedMicros).isEmpty()));
        owed.complete(came, end, askedMicros);
    }

    /** What has a key is never kept: others wait behind it. */
    private void settle(Delivery delivery, GroupModel owed) {
        if (delivery.key() != null || random.nextInt(100) >= keptOfHundred) {
            owed.acking(delivery.position());
            delivery.ack();
            owed.settled(delivery.position());
        }
    }

    /** Waits until everything that expired is reported, or nothing more comes. */
    private String awaitReports(Domain domain) {
        int before;
        int unreported = unreported(domain);
        do {
            before = unreported;
            long untilMicros = Plan.nowMicros() + NOTHING_MORE_MICROS;
            while (unreported == before && before > 0 && Plan.nowMicros() < untilMicros) {
                LockSupport.parkNanos(WAIT.toNanos());
                unreported = unreported(domain);
            }
        } while (unreported < before);
        int lost = model.unreported();
        return model.auto.counts() + ", " + model.manual.counts() + ", " + lost + " reports lost";
    }

    private int unreported(Domain domain) {
        takeReports();
        checkLetters(domain);
        return model.auto.vanished().size() + model.manual.vanished().size();
    }

    private void checkLetters(Domain domain) {
        long nowMicros = Plan.nowMicros();
        Set<Long> auto = new HashSet<>();
        Set<Long> manual = new HashSet<>();
        int doubles = 0;
        for (StoredMessage letter : Verification.letters(domain)) {
            boolean isAuto = Plan.AUTO.equals(letter.headers().get("gortms-dead-group"));
            long position = Long.parseLong(letter.headers().get("gortms-dead-position"));
            long number = Payload.key(letter.payload());
            assertThat(model.queue.mayHold(position, number)).isTrue();
            assertThat(letter.key()).isEqualTo(Terms.of(number).key());
            boolean expired = Listener.isExpired(letter.headers().get("gortms-dead-reason"));
            (isAuto ? model.auto : model.manual).letter(position, expired, nowMicros);
            doubles += (isAuto ? auto : manual).add(position) ? 0 : 1;
        }
        assertThat(auto).as("dead letters of auto").containsAll(model.auto.buried());
        assertThat(manual).as("dead letters of manual").containsAll(model.manual.buried());
        assertThat(doubles)
                .as("letters that are there twice")
                .isLessThanOrEqualTo(MOST_DOUBLE_LETTERS * model.deaths());
    }
}
