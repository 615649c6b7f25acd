package io.gortms.websocket.internal.observe;

import io.gortms.BrokerException;
import io.gortms.MessageQueue;
import io.gortms.StoredMessage;
import io.gortms.websocket.internal.frame.Frames;
import io.gortms.websocket.internal.frame.MessageFrame;
import io.gortms.websocket.internal.net.Connection;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Brings one client from a position to the present: reads the queue as fast as the client takes it, and joins the feed where that
 * has come to. Until then nothing is dropped, and no more than the client's buffer is kept. One step at a time, on the executor.
 */
final class CatchUp {

    /** Messages may be large: few are read at once. */
    private static final int AT_A_TIME = 16;

    private static final int READS_AT_A_TIME = 64;

    /** Of live messages all clients share one copy, of these each has its own. */
    private static final long MOST_BYTES = 128 << 10;

    private final MessageQueue queue;
    private final QueueFeed feed;
    private final LiveMessages live;
    private final Executor executor;
    private final boolean announced;
    private final long end;
    private long position;

    /** Whether what is missing before the next message was there before. */
    private boolean counts;

    /**
     * Begins with {@link #run()}.
     *
     * @param position the first position the client is to have; below the oldest kept message it is taken as that one's
     * @param end what is below it was there when the client came: that is read, also where the feed has not come so far, since
     *     of what a feed gives a slow client may lose some
     * @param announced whether the client asked for it, and is told when it is over
     */
    CatchUp(
            MessageQueue queue,
            QueueFeed feed,
            LiveMessages live,
            Executor executor,
            long position,
            long end,
            boolean announced) {
        this.queue = queue;
        this.feed = feed;
        this.live = live;
        this.executor = executor;
        this.position = position;
        this.end = end;
        this.announced = announced;
        this.counts = !announced;
    }

    void run() {
        Connection connection = live.connection();
        try {
            for (int reads = 0; !connection.isEnding() && !join(); reads++) {
                if (reads == READS_AT_A_TIME) { // others have their turn
                    executor.execute(this::run);
                    return;
                }
                if (!show(queue.read(position, AT_A_TIME))) {
                    connection.outbox().whenRoom(() -> executor.execute(this::run));
                    return;
                }
            }
        } catch (BrokerException e) {
            Feeds.end(connection, e);
        }
    }

    private boolean join() {
        if (position < end) {
            return false;
        }
        live.expect(position);
        return feed.join(position, live, this::joined);
    }

    private void joined() {
        if (announced) {
            live.connection().outbox().mark(Frames.replayed(position));
        }
    }

    /** Returns whether there was room for all. */
    private boolean show(List<StoredMessage> messages) {
        for (StoredMessage message : messages) {
            missing(message.position());
            if (!live.connection().outbox().offerIfRoom(MessageFrame.of(queue.name(), message), MOST_BYTES)) {
                return false;
            }
            position = message.position() + 1;
        }
        if (messages.isEmpty()) { // what was there, or the feed has given out, is not there any more
            missing(Math.max(end, feed.next()));
        }
        return true;
    }

    private void missing(long next) {
        if (counts && next > position) {
            live.connection().outbox().missed(next - position);
        }
        position = Math.max(position, next);
        counts = true;
    }

    /** The position of the first message of that time or later; the end if there is none. */
    static long positionOf(MessageQueue queue, Instant since, long end) {
        long low = 0;
        long high = end;
        while (low < high) {
            long middle = low + (high - low) / 2;
            StoredMessage found = first(queue, middle);
            if (found == null || found.position() >= high) {
                high = middle;
            } else if (found.timestamp().isBefore(since)) {
                low = found.position() + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static @Nullable StoredMessage first(MessageQueue queue, long position) {
        List<StoredMessage> found = queue.read(position, 1);
        return found.isEmpty() ? null : found.get(0);
    }
}
