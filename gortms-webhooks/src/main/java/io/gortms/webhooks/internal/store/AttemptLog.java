package io.gortms.webhooks.internal.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gortms.BrokerClosedException;
import io.gortms.BrokerException;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.StoredMessage;
import io.gortms.webhooks.AttemptQuery;
import io.gortms.webhooks.WebhookAttempt;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of attempts: a queue that nobody consumes.
 *
 * <p>An attempt is recorded before its webhook is settled. A process that dies between the two has recorded an attempt that its
 * webhook knows nothing of; the next process finds it among the newest records, and settles by it instead of sending again.
 */
public final class AttemptLog {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptLog.class);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final ObjectReader READER = MAPPER.readerFor(AttemptRecord.class);
    private static final int BLOCK = 256;

    /** More than can be under way at the end of a process, with what others recorded until the last of those was settled. */
    private static final int LOOKED_AT_FOR_UNSETTLED = 16_384;

    private final MessageQueue queue;
    private final long endAtStart;
    private final ReentrantLock lock = new ReentrantLock(); // guards reading what was before, once
    private @Nullable Map<AttemptKey, Settlement> before;

    /** What was to follow from an attempt to send the webhook of this id. */
    public record Settlement(String id, WebhookAttempt.Outcome outcome, String detail, long nextMicros) {}

    /** Takes what is there now for that of earlier processes. */
    public AttemptLog(MessageQueue queue) {
        this.queue = queue;
        this.endAtStart = end();
    }

    /** Adds an attempt. If that fails it is logged, and the webhook goes its way without. */
    public void add(WebhookAttempt attempt, AttemptKey key) {
        try {
            queue.publish(Message.bytes(bytes(AttemptRecord.of(attempt, key))));
        } catch (BrokerClosedException e) {
            LOG.debug("the broker closed before an attempt was recorded: {}", attempt);
        } catch (BrokerException | IOException e) {
            LOG.error("an attempt cannot be recorded: {}", attempt, e);
        }
    }

    private static byte[] bytes(AttemptRecord attempt) throws IOException {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
            try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
                attempt.write(json);
            }
            return bytes.toByteArray();
        }
    }

    /** What an earlier process has recorded of an attempt, or null. The first question reads the newest records. */
    public @Nullable Settlement recordedBefore(AttemptKey key) {
        lock.lock();
        try {
            if (before == null) {
                before = readBefore();
            }
            return before.get(key);
        } finally {
            lock.unlock();
        }
    }

    private Map<AttemptKey, Settlement> readBefore() {
        Map<AttemptKey, Settlement> found = new HashMap<>();
        forEach(
                Math.max(0, endAtStart - LOOKED_AT_FOR_UNSETTLED),
                endAtStart,
                is -> found.put(is.key(), new Settlement(is.id(), is.outcome(), is.detail(), is.nextMicros())));
        return found;
    }

    /** What was asked for, newest first. */
    public List<WebhookAttempt> find(AttemptQuery query) {
        long first = query.since() == null ? queue.stats().firstPosition() : firstAt(query.since());
        long end = query.until() == null ? end() : firstAt(query.until());
        List<WebhookAttempt> found = new ArrayList<>();
        while (end > first && found.size() < query.limit()) {
            long from = Math.max(first, end - BLOCK);
            List<WebhookAttempt> block = new ArrayList<>();
            forEach(from, end, is -> {
                WebhookAttempt attempt = is.read();
                if (query.matches(attempt)) {
                    block.add(attempt);
                }
            });
            Collections.reverse(block);
            found.addAll(block.subList(0, Math.min(block.size(), query.limit() - found.size())));
            end = from;
        }
        return found;
    }

    /** The ids of what was attempted from a time on at the endpoint of this number: its id may have been another's before. */
    public Set<String> idsSince(Instant since, int number) {
        Set<String> ids = new HashSet<>();
        forEach(firstAt(since), end(), is -> {
            if (is.number() == number) {
                ids.add(is.id());
            }
        });
        return ids;
    }

    private long end() {
        return queue.stats().endPosition();
    }

    /** The first position recorded at a time or later: times never go back in a queue. */
    private long firstAt(Instant time) {
        return Positions.firstAt(queue, time);
    }

    private interface Visitor {
        void visit(AttemptRecord is);
    }

    private void forEach(long from, long end, Visitor visitor) {
        long position = from;
        while (position < end) {
            List<StoredMessage> block = queue.read(position, BLOCK);
            if (block.isEmpty()) {
                return;
            }
            for (StoredMessage message : block) {
                position = message.position() + 1;
                if (message.position() < end) {
                    visit(message, visitor);
                }
            }
        }
    }

    private static void visit(StoredMessage message, Visitor visitor) {
        AttemptRecord is;
        try {
            is = READER.readValue(message.payload());
        } catch (IOException e) {
            LOG.error("the record of an attempt at position {} cannot be read and is left out", message.position(), e);
            return;
        }
        visitor.visit(is);
    }
}
