package io.gortms.webhooks.internal.store;

import io.gortms.MessageQueue;
import io.gortms.QueueStats;
import io.gortms.StoredMessage;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Finds and visits messages of a queue by when they were published: times never go back in a queue. */
public final class Positions {

    private static final int BLOCK = 256;

    private Positions() {}

    /** The first position published at this time or later; the end if there is none. */
    public static long firstAt(MessageQueue queue, Instant time) {
        QueueStats stats = queue.stats();
        long low = stats.firstPosition();
        long high = stats.endPosition();
        while (low < high) {
            long middle = low + (high - low) / 2;
            List<StoredMessage> there = queue.read(middle, 1);
            if (there.isEmpty() || !there.get(0).timestamp().isBefore(time)) {
                high = middle;
            } else {
                low = there.get(0).position() + 1; // which may be further on, where records are gone
            }
        }
        return low;
    }

    /** Visits what was published in a time range. */
    public static void forEach(MessageQueue queue, Instant since, Instant until, Consumer<StoredMessage> visitor) {
        long position = firstAt(queue, since);
        for (List<StoredMessage> block = queue.read(position, BLOCK);
                !block.isEmpty();
                block = queue.read(position, BLOCK)) {
            for (StoredMessage message : block) {
                if (!message.timestamp().isBefore(until)) {
                    return;
                }
                visitor.accept(message);
                position = message.position() + 1;
            }
        }
    }
}
