package io.gortms.webhooks.internal.store;

import io.gortms.MessageQueue;
import io.gortms.StoredMessage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Sends again, by hand: dead letters, and what the history still has. One such task at a time. */
public final class Resend {

    private static final int BLOCK = 256;

    private final Queues queues;
    private final EndpointStore endpoints;
    private final AttemptLog log;
    private final InstantSource clock;
    private final Map<String, Long> movedMicros = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock(); // two at once would both find the same thing missing

    /** Sends again what is in these queues. */
    public Resend(Queues queues, EndpointStore endpoints, AttemptLog log, InstantSource clock) {
        this.queues = queues;
        this.endpoints = endpoints;
        this.log = log;
        this.clock = clock;
    }

    /** Sends a webhook again: its dead letters, or if there are none to all that it went to. */
    public int redeliver(String id) {
        lock.lock();
        try {
            long moved = redrive(queues.direct(), id);
            for (String endpoint : endpoints.current().ids()) {
                MessageQueue queue = queues.find(endpoint);
                moved += queue == null ? 0 : redrive(queue, id);
            }
            if (moved > 0) {
                movedMicros.put(id, Micros.now(clock));
                return (int) moved;
            }
            return wasJustMoved(id) ? 0 : sendAgain(id);
        } finally {
            lock.unlock();
        }
    }

    /** Whoever asks twice for dead letters does not mean those who have got it. */
    private boolean wasJustMoved(String id) {
        long nowMicros = Micros.now(clock);
        movedMicros.values().removeIf(atMicros -> nowMicros - atMicros > Micros.of(Queues.SECOND_CLICK));
        return movedMicros.containsKey(id);
    }

    private static long redrive(MessageQueue queue, String id) {
        return queue.deadLetters()
                .redrive(letter -> Headers.id(letter).equals(id))
                .moved();
    }

    private int sendAgain(String id) {
        StoredMessage event = find(id);
        if (event == null) {
            return 0;
        }
        int sent = 0;
        for (int number : FanOut.numbers(event).stream().toArray()) {
            Endpoint endpoint = endpoints.current().withNumber(number);
            if (endpoint != null && !endpoint.missesTransform() && publish(event, endpoint, "again-")) {
                sent++;
            }
        }
        return sent;
    }

    private @Nullable StoredMessage find(String id) {
        MessageQueue events = queues.events();
        long position = 0;
        for (List<StoredMessage> block = events.read(position, BLOCK);
                !block.isEmpty();
                block = events.read(position, BLOCK)) {
            for (StoredMessage event : block) {
                if (event.messageId().equals(id)) {
                    return event;
                }
                position = event.position() + 1;
            }
        }
        return null;
    }

    private boolean publish(StoredMessage event, Endpoint endpoint, String occasion) {
        MessageQueue queue = queues.find(endpoint.id());
        return queue != null
                && !Outgoing.of(event, endpoint).once(occasion).publishTo(queue).duplicate();
    }

    /** Sends an endpoint's dead letters of a time again. */
    public int recover(MessageQueue queue, Instant since, Instant until) {
        long from = Micros.of(since);
        long to = Micros.of(until);
        return (int) queue.deadLetters()
                .redrive(letter -> {
                    long dispatched = Headers.dispatchedMicros(letter);
                    return dispatched >= from && dispatched < to;
                })
                .moved();
    }

    /** Sends what an endpoint would have been sent, had it been there. */
    public int replayMissing(Endpoint endpoint, MessageQueue queue, Instant since, Instant until) {
        lock.lock();
        try {
            Set<String> known = known(endpoint, queue, since);
            int[] sent = {0};
            Positions.forEach(queues.events(), since, until, event -> {
                boolean isWanted = EventFilter.matchesAny(endpoint.settings().events(), Headers.event(event));
                if (isWanted && !FanOut.numbers(event).get(endpoint.number()) && known.add(event.messageId())) {
                    sent[0] += publish(event, endpoint, "missing-") ? 1 : 0;
                }
            });
            return sent[0];
        } finally {
            lock.unlock();
        }
    }

    /** What was sent, waits or was given up, of what was dispatched since then. */
    private Set<String> known(Endpoint endpoint, MessageQueue queue, Instant since) {
        Set<String> ids = log.idsSince(since, endpoint.number());
        Positions.forEach(queue, since, Instant.MAX, waiting -> ids.add(Headers.id(waiting)));
        List<StoredMessage> letters = queue.deadLetters().browse(BLOCK);
        while (!letters.isEmpty()) {
            letters.forEach(letter -> ids.add(Headers.id(letter)));
            letters = queue.deadLetters().browse(letters.get(letters.size() - 1).position() + 1, BLOCK);
        }
        return ids;
    }
}
