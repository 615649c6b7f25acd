package io.gortms.proof.kill;

import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.proof.harness.Payload;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Polls, settles most of it in every way there is, and keeps the rest. For one thread; others may ask for the lag. */
final class Poller {

    private static final Duration WAIT = Duration.ofMillis(5);

    private final RunLog log;
    private final int actor;
    private final ConsumerGroup group;
    private final SplittableRandom random;
    private final int keptOfHundred;
    private final boolean mayGiveUp;
    private final boolean guarantees;
    private final AtomicLong seen = new AtomicLong();

    Poller(Plan plan, RunLog log, int actor, ConsumerGroup group) {
        this.log = log;
        this.actor = actor;
        this.group = group;
        this.random = new SplittableRandom(plan.seed() + actor);
        this.keptOfHundred = plan.load() == Load.CHECKPOINTS ? 50 : 10;
        this.guarantees = plan.load() == Load.GUARANTEES;
        this.mayGiveUp = plan.load() != Load.FULL_DISK;
        seen.set(log.receipts());
    }

    /** How many messages of this life are published, and not polled yet; 0 if the queue itself sees to it. */
    long lag() {
        return guarantees ? 0 : log.receipts() - seen.get();
    }

    /** Polls until there are so many receipts. */
    void run(long receipts) {
        while (log.receipts() < receipts) {
            int max = random.nextInt(1, Plan.MOST_POLLED + 1);
            log.step(actor, Step.POLLING);
            log.add(Deed.POLLING, actor, 0, max, 0);
            List<Delivery> polled = group.poll(max, WAIT);
            for (Delivery delivery : polled) {
                if (guarantees) {
                    noteMessage(delivery);
                }
                log.add(Deed.POLLED, actor, delivery.position(), delivery.attempt(), delivery.failures());
            }
            log.add(Deed.POLL_ENDED, actor, 0);
            log.step(actor, Step.SETTLING);
            polled.forEach(this::settle);
            seen.addAndGet(
                    polled.stream().filter(delivery -> delivery.attempt() == 1).count());
        }
        log.step(actor, Step.IDLE);
    }

    private void noteMessage(Delivery delivery) {
        long key = Payload.key(delivery.payload());
        log.add(Deed.MESSAGE, actor, delivery.position(), key, Terms.startMicros(delivery));
    }

    private void settle(Delivery delivery) {
        Payload.key(delivery.payload());
        long position = delivery.position();
        int choice = random.nextInt(100) - keptOfHundred;
        if (choice < 0 && (!guarantees || isKept(delivery))) {
            return;
        }
        if (choice < 8) {
            log.add(Deed.RELEASING, actor, position);
            release(delivery);
            log.add(Deed.RELEASED, actor, position);
        } else if (choice < 14) {
            boolean last = guarantees && delivery.failures() == Plan.MOST_RETRIES;
            log.add(last ? Deed.GIVING_UP : Deed.RETRYING, actor, position);
            fail(delivery);
            log.add(last ? Deed.GAVE_UP : Deed.RETRIED, actor, position);
        } else if (choice < 16 && mayGiveUp) {
            log.add(Deed.GIVING_UP, actor, position);
            giveUp(delivery);
            log.add(Deed.GAVE_UP, actor, position);
        } else {
            log.add(Deed.ACKING, actor, position);
            delivery.ack();
            log.add(Deed.ACKED, actor, position);
        }
    }

    /** A message that is kept holds its key, and takes room in the queue: few are. */
    private boolean isKept(Delivery delivery) {
        return random.nextInt(delivery.key() == null ? 5 : 100) == 0;
    }

    private void release(Delivery delivery) {
        if (guarantees && random.nextBoolean()) {
            delivery.release(Duration.ofMillis(random.nextInt(1, 5)));
        } else {
            delivery.release();
        }
    }

    private void fail(Delivery delivery) {
        if (guarantees && random.nextBoolean()) {
            delivery.nack();
        } else {
            delivery.nack(Duration.ofMillis(random.nextInt(1, 5)));
        }
    }

    private void giveUp(Delivery delivery) {
        if (!guarantees && random.nextBoolean()) {
            delivery.nack();
        } else {
            delivery.reject("not wanted");
        }
    }
}
