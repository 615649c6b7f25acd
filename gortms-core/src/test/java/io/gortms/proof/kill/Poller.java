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
    private final AtomicLong seen = new AtomicLong();

    Poller(Plan plan, RunLog log, int actor, ConsumerGroup group) {
        this.log = log;
        this.actor = actor;
        this.group = group;
        this.random = new SplittableRandom(plan.seed() + actor);
        this.keptOfHundred = plan.load() == Load.CHECKPOINTS ? 50 : 10;
        this.mayGiveUp = plan.load() != Load.FULL_DISK;
        seen.set(log.receipts());
    }

    /** How many messages of this life are published, and not polled yet. */
    long lag() {
        return log.receipts() - seen.get();
    }

    /** Polls until there are so many receipts. */
    void run(long receipts) {
        while (log.receipts() < receipts) {
            int max = random.nextInt(1, Plan.MOST_POLLED + 1);
            log.step(actor, Step.POLLING);
            log.add(Deed.POLLING, actor, 0, max, 0);
            List<Delivery> polled = group.poll(max, WAIT);
            for (Delivery delivery : polled) {
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

    private void settle(Delivery delivery) {
        Payload.key(delivery.payload());
        long position = delivery.position();
        int choice = random.nextInt(100) - keptOfHundred;
        if (choice < 0) {
            return;
        }
        if (choice < 8) {
            log.add(Deed.RELEASING, actor, position);
            delivery.release();
            log.add(Deed.RELEASED, actor, position);
        } else if (choice < 14) {
            log.add(Deed.RETRYING, actor, position);
            delivery.nack(Duration.ofMillis(random.nextInt(1, 5)));
            log.add(Deed.RETRIED, actor, position);
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

    private void giveUp(Delivery delivery) {
        if (random.nextBoolean()) {
            delivery.nack();
        } else {
            delivery.reject("not wanted");
        }
    }
}
