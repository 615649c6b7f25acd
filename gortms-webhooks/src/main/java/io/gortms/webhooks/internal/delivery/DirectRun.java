package io.gortms.webhooks.internal.delivery;

import io.gortms.BrokerException;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.MessageQueue;
import io.gortms.webhooks.FailurePolicy;
import io.gortms.webhooks.internal.store.Micros;
import io.gortms.webhooks.internal.store.Queues;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What goes to URLs that are no endpoints: one queue for all, and a lane for each URL while there is something for it. A URL has at
 * most as many webhooks in hand as there is room left for all others (the dynamic threshold of Choudhury and Hahne, 1998); what is
 * more goes back into the queue for a while, so that those for other URLs come forward. One that rests has none in hand.
 */
public final class DirectRun {

    private static final int IN_HAND = 1024;
    private static final int LANES_REMEMBERED = 10_000;
    private static final int AT_A_TIME_EACH = 4;
    private static final long SHORT_WAIT_MICROS = Micros.of(Duration.ofMillis(250));
    private static final long LONG_WAIT_MICROS = Micros.of(Duration.ofSeconds(30));

    private final MessageQueue queue;
    private final ConsumerGroup group;
    private final Sender sender;
    private final Targets targets;
    private final EndpointSource source;
    private final ReentrantLock lock = new ReentrantLock(); // guards the map and the numbers in hand
    private final Map<String, Visit> lanes = new HashMap<>();
    private int inHandOfAll;
    private volatile boolean closed;

    /** Reads where a webhook goes. */
    @FunctionalInterface
    public interface Targets {

        /**
         * The target of a webhook.
         *
         * @throws IllegalArgumentException if it cannot be read
         */
        Target of(Delivery delivery);
    }

    /** Sends from this queue. */
    public DirectRun(MessageQueue queue, Sender sender, Targets targets) {
        this.queue = queue;
        this.group = queue.declareGroup(Queues.SENDER);
        this.sender = sender;
        this.targets = targets;
        this.source = new EndpointSource("direct webhooks", this::onDelivery, this::askForMore);
    }

    /** Begins to take from the queue; once. */
    public void open() {
        source.subscribeTo(group);
    }

    /** The queue. */
    public MessageQueue queue() {
        return queue;
    }

    /** The group that sends. */
    public ConsumerGroup group() {
        return group;
    }

    /** Takes nothing more; what is under way goes on. */
    public void close() {
        closed = true;
        source.cancel();
        lock.lock();
        try {
            for (Visit visit : lanes.values()) {
                visit.lane.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private void askForMore() {
        int room;
        lock.lock();
        try {
            room = closed ? 0 : IN_HAND - inHandOfAll;
        } finally {
            lock.unlock();
        }
        source.ask(room);
    }

    private void onDelivery(Delivery delivery) {
        Target target;
        try {
            target = targets.of(delivery);
        } catch (IllegalArgumentException e) {
            String why = Objects.requireNonNullElse(e.getMessage(), "it cannot be read where it goes");
            settle(() -> sender.giveUp(delivery, why));
            askForMore();
            return;
        }
        Visit visit;
        long backMicros = 0;
        lock.lock();
        try {
            visit = lanes.computeIfAbsent(target.url().toString(), Visit::new);
            if (visit.hasNoRoom() || closed) {
                backMicros = visit.waitMicros();
            } else {
                visit.inHand++;
                inHandOfAll++;
            }
        } finally {
            lock.unlock();
        }
        if (backMicros > 0) {
            long waitMicros = backMicros;
            settle(() -> delivery.release(Micros.duration(waitMicros)));
            askForMore();
        } else {
            visit.lane.offer(new Job(delivery, target));
        }
    }

    private static void settle(Runnable settlement) {
        try {
            settlement.run();
        } catch (BrokerException e) {
            // the broker is closed, or the lease is gone: nobody holds it
        }
    }

    /** One URL, while there is something for it. */
    private final class Visit implements Lane.Owner {

        private final String url;
        private final Lane lane;
        private int inHand;
        private int sentBack;

        Visit(String url) {
            this.url = url;
            this.lane = new Lane(sender, this, new EndpointHealth(0), FailurePolicy.defaults(), AT_A_TIME_EACH, 0);
            this.lane.start();
        }

        boolean hasNoRoom() {
            return inHand >= IN_HAND - inHandOfAll || restMicros() > 0;
        }

        private long restMicros() {
            return lane.closedUntilMicros() - Micros.now(sender.clock());
        }

        /** Longer the more were sent back since the last that went through, and at least as long as nothing may go. */
        long waitMicros() {
            long doubled = SHORT_WAIT_MICROS << Math.min(10, sentBack++ / IN_HAND);
            long waitMicros = Math.max(restMicros(), Math.min(LONG_WAIT_MICROS, doubled));
            return waitMicros + ThreadLocalRandom.current().nextLong(waitMicros / 4 + 1);
        }

        @Override
        public void onRoom(int count) {
            askForMore();
        }

        @Override
        public void onChange(Judgement judgement, EndpointHealth.Change change, long closedUntilMicros) {
            // the pauses of a URL that nobody registered are not kept over a restart
            long restMicros = restMicros();
            if (restMicros > 0) {
                release(lane.giveBackHeld(restMicros));
            }
        }

        @Override
        public void onDone() {
            lock.lock();
            try {
                sentBack = 0;
            } finally {
                lock.unlock();
            }
            release(1);
        }

        private void release(int count) {
            lock.lock();
            try {
                inHand -= count;
                inHandOfAll -= count;
                if (inHand == 0 && (lane.isDispensable() || lanes.size() > LANES_REMEMBERED)) {
                    lanes.remove(url, this);
                }
            } finally {
                lock.unlock();
            }
            askForMore();
        }
    }
}
