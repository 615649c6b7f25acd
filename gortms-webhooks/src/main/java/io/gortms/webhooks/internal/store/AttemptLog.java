package io.gortms.webhooks.internal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
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
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
    private static final ObjectWriter WRITER = MAPPER.writerFor(AttemptRecord.class);
    private static final ObjectReader READER = MAPPER.readerFor(AttemptRecord.class);
    private static final int BLOCK = 256;

    /** More than can be under way at the end of a process, with what others recorded until the last of those was settled. */
    private static final int LOOKED_AT_FOR_UNSETTLED = 16_384;

    private final MessageQueue queue;
    private final Map<Key, AttemptRecord> before = new HashMap<>();

    private record Key(String endpoint, long position, int attempt) {}

    /** Reads the newest records. */
    public AttemptLog(MessageQueue queue) {
        this.queue = queue;
        long end = end();
        forEach(
                Math.max(0, end - LOOKED_AT_FOR_UNSETTLED),
                end,
                is -> before.put(new Key(is.endpoint(), is.position(), is.attempt()), is));
    }

    /** Adds an attempt. If that fails it is logged, and the webhook goes its way without. */
    public void add(WebhookAttempt attempt, long position) {
        try {
            queue.publish(Message.bytes(WRITER.writeValueAsBytes(AttemptRecord.of(attempt, position))));
        } catch (BrokerClosedException e) {
            LOG.debug("the broker closed before an attempt was recorded: {}", attempt);
        } catch (BrokerException | JsonProcessingException e) {
            LOG.error("an attempt cannot be recorded: {}", attempt, e);
        }
    }

    /** An attempt that an earlier process has recorded, or null. */
    public @Nullable WebhookAttempt recordedBefore(String endpoint, long position, int attempt) {
        AttemptRecord found = before.get(new Key(endpoint, position, attempt));
        return found == null ? null : found.read();
    }

    /** What was asked for, newest first. */
    public List<WebhookAttempt> find(AttemptQuery query) {
        long first = query.since() == null ? 0 : firstAt(query.since());
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

    /** Visits what was recorded from a time on. */
    public void forEachSince(Instant since, Consumer<WebhookAttempt> visitor) {
        forEach(firstAt(since), end(), is -> visitor.accept(is.read()));
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
