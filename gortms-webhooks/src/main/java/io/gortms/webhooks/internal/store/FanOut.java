package io.gortms.webhooks.internal.store;

import io.gortms.Broker;
import io.gortms.BrokerClosedException;
import io.gortms.BrokerEvent;
import io.gortms.BrokerException;
import io.gortms.BrokerListener;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.MessageQueue;
import io.gortms.QueueNotFoundException;
import io.gortms.StoredMessage;
import io.gortms.Subscription;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands each event on to the queues of its endpoints, one after another, in the order of dispatch. The event is settled when all have
 * it: a process that dies before hands this one event on again, with the same id.
 *
 * <p>An endpoint whose transform is missing since the start is left out, and it is noted from which event on; when it is registered
 * again, it gets those events first.
 */
public final class FanOut implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);
    private static final Duration UNTIL_NEXT_TRY = Duration.ofSeconds(1);
    private static final int BLOCK = 256;
    private static final String NAME = "fan-out";
    private static final String RESOURCE = Queues.DOMAIN + ".events/" + NAME;
    private static final String EXPIRED = "expired";

    private final Broker broker;
    private final Queues queues;
    private final MessageQueue events;
    private final ConsumerGroup group;
    private final EndpointStore endpoints;
    private final BrokerListener onExpired = this::onEvent;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Held while an event is handed on, so that what was left out is made up for between two events. */
    private final ReentrantLock lock = new ReentrantLock();

    private long next;
    private String lastTo = ""; // most events go to the same endpoints as the one before
    private BitSet lastNumbers = new BitSet();
    private @Nullable Subscription subscription;

    /** Makes one that does nothing yet. */
    public FanOut(Broker broker, Queues queues, EndpointStore endpoints) {
        this.broker = broker;
        this.queues = queues;
        this.events = queues.events();
        this.endpoints = endpoints;
        this.group = events.declareGroup(NAME);
        this.next = group.position();
    }

    /** Begins; once. */
    public void open() {
        broker.addListener(onExpired);
        events.deadLetters().redrive(letter -> true);
        subscription = group.subscribe(options -> options.workerCount(1).name("webhooks"), this::handOn);
    }

    /** What was not handed on for as long as the history goes, since nobody opened the webhooks, is handed on all the same. */
    private void onEvent(BrokerEvent event) {
        if (event instanceof BrokerEvent.MessageDeadLettered letter
                && letter.resource().equals(RESOURCE)
                && letter.reason().equals(EXPIRED)) {
            events.deadLetters().redrive(dead -> EXPIRED.equals(dead.headers().get("gortms-dead-reason")));
        }
    }

    /** The group that hands on. */
    public ConsumerGroup group() {
        return group;
    }

    private void handOn(Delivery event) throws InterruptedException {
        lock.lock();
        try {
            BitSet numbers = numbersOfThis(event);
            for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
                Endpoint endpoint = endpoints.current().withNumber(number);
                if (endpoint != null && !handOn(event, endpoint)) {
                    event.release();
                    return;
                }
            }
            next = event.position() + 1;
            event.ack();
        } finally {
            lock.unlock();
        }
    }

    private BitSet numbersOfThis(StoredMessage event) {
        String to = event.headers().getOrDefault(Headers.TO, "");
        if (!to.equals(lastTo)) {
            lastNumbers = Selection.numbers(to);
            lastTo = to;
        }
        return lastNumbers;
    }

    static BitSet numbers(StoredMessage event) {
        return Selection.numbers(event.headers().getOrDefault(Headers.TO, ""));
    }

    private boolean handOn(StoredMessage event, Endpoint endpoint) throws InterruptedException {
        if (endpoint.missesTransform()) {
            return endpoint.state().heldFromEvent() >= 0 || setHeld(endpoint, event.position());
        }
        makeUpFor(endpoint.id());
        return put(event, endpoint);
    }

    /** Hands on what was left out since the endpoint's transform was missing. */
    public void makeUpFor(String id) {
        lock.lock();
        try {
            Endpoint endpoint = endpoints.current().find(id);
            if (endpoint == null
                    || endpoint.missesTransform()
                    || endpoint.state().heldFromEvent() < 0) {
                return;
            }
            long position = endpoint.state().heldFromEvent();
            while (position < next) {
                List<StoredMessage> block = events.read(position, BLOCK);
                if (block.isEmpty()) {
                    break;
                }
                for (StoredMessage event : block) {
                    position = event.position() + 1;
                    if (position <= next && numbers(event).get(endpoint.number()) && !put(event, endpoint)) {
                        boolean unused = setHeld(endpoint, event.position());
                        return;
                    }
                }
            }
            boolean unused = setHeld(endpoint, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private boolean setHeld(Endpoint endpoint, long event) throws InterruptedException {
        return untilStored(
                endpoint,
                () -> endpoints.change(endpoint.number(), is -> is.in(is.state().heldFrom(event))));
    }

    private boolean put(StoredMessage event, Endpoint endpoint) throws InterruptedException {
        Outgoing outgoing = Outgoing.of(event, endpoint).at(Micros.now(broker.clock()));
        if (outgoing.isRefused() && closing.getCount() == 0) {
            return false; // the end interrupts a transform that takes long: the next process tries it again
        }
        return untilStored(endpoint, () -> publish(outgoing, endpoint));
    }

    private void publish(Outgoing outgoing, Endpoint endpoint) {
        MessageQueue queue = queues.find(endpoint.id());
        if (queue == null) {
            return;
        }
        try {
            outgoing.publishTo(queue);
        } catch (QueueNotFoundException e) {
            LOG.debug("the endpoint {} was removed", endpoint.id(), e);
        }
    }

    /** Waits for what stores again, such as room on the disk: what comes later must not overtake. Answers whether it was stored. */
    private boolean untilStored(Endpoint endpoint, Runnable step) throws InterruptedException {
        while (true) {
            try {
                step.run();
                return true;
            } catch (BrokerClosedException e) {
                return false;
            } catch (BrokerException e) {
                LOG.warn("a webhook waits before it is handed on to {}", endpoint.id(), e);
                if (closing.await(UNTIL_NEXT_TRY.toMillis(), TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
        }
    }

    /** Ends; an event that waits for room is handed on by the next process. */
    @Override
    public void close() {
        broker.removeListener(onExpired);
        closing.countDown();
        if (subscription != null) {
            subscription.close();
        }
    }
}
