package io.gortms.websocket.internal.observe;

import io.gortms.Broker;
import io.gortms.BrokerClosedException;
import io.gortms.BrokerException;
import io.gortms.DomainNotFoundException;
import io.gortms.MessageQueue;
import io.gortms.QueueNotFoundException;
import io.gortms.websocket.internal.net.CloseCodes;
import io.gortms.websocket.internal.net.Connection;
import io.gortms.websocket.internal.net.IoLoop;
import io.gortms.websocket.internal.net.Rounds;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The feeds of the queues that somebody watches. A feed begins with the first client and ends with the last. Safe for use by any thread. */
public final class Feeds {

    private static final Logger LOG = LoggerFactory.getLogger(Feeds.class);

    /** Which queue. */
    record Name(String domain, String queue) {}

    /** A feed, the queue that it is of, and how many use it. */
    private static final class Use {

        private final QueueFeed feed;
        private final MessageQueue queue;
        private int count;

        Use(QueueFeed feed, MessageQueue queue) {
            this.feed = feed;
            this.queue = queue;
        }

        /** Whether the queue was deleted: another one may have its name before the feed is told. */
        boolean isOver() {
            try {
                var unused = queue.options();
                return false;
            } catch (BrokerException e) {
                return true;
            }
        }
    }

    private final Broker broker;

    /** Guards everything below; held while a feed begins, so that there is one for each queue. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<Name, Use> uses = new HashMap<>();

    /** Those of a broker. */
    public Feeds(Broker broker) {
        this.broker = broker;
    }

    /**
     * The feed of a queue that is there now, to be given back by {@link #release}. It is the given one if that is there still: an
     * earlier one of this name is not any more, and a later one could not have been.
     *
     * @throws DomainNotFoundException if there is no such domain
     * @throws QueueNotFoundException if there is no such queue
     * @throws BrokerClosedException if the broker is closed
     */
    QueueFeed use(Name name, MessageQueue queue, Rounds rounds) {
        lock.lock();
        try {
            Use use = uses.get(name);
            if (use == null || use.isOver()) {
                QueueFeed[] made = new QueueFeed[1];
                QueueFeed feed = new QueueFeed(name.queue(), rounds, () -> ended(name, made[0]));
                made[0] = feed;
                feed.start(queue);
                use = new Use(feed, queue);
                uses.put(name, use);
            }
            use.count++;
            return use.feed;
        } finally {
            lock.unlock();
        }
    }

    void release(Name name, QueueFeed feed) {
        lock.lock();
        try {
            Use use = uses.get(name);
            if (use == null || use.feed != feed || --use.count > 0) {
                return;
            }
            uses.remove(name);
        } finally {
            lock.unlock();
        }
        feed.close();
    }

    /** The queue is deleted, or the broker is closed. */
    private void ended(Name name, QueueFeed feed) {
        lock.lock();
        try {
            Use use = uses.get(name);
            if (use != null && use.feed == feed) {
                uses.remove(name);
            }
        } finally {
            lock.unlock();
        }
        try {
            var unused = broker.domain(name.domain()).queue(name.queue());
            feed.end(connection -> connection.closeAfterMessages(CloseCodes.NOT_FOUND, "the queue was deleted"));
        } catch (BrokerException e) {
            feed.end(connection -> end(connection, e));
        }
    }

    /** Ends a connection whose queue cannot be watched any more. */
    static void end(Connection connection, BrokerException why) {
        if (why instanceof BrokerClosedException) {
            connection.closeAfterMessages(CloseCodes.NORMAL, IoLoop.SHUTTING_DOWN);
        } else if (why instanceof QueueNotFoundException || why instanceof DomainNotFoundException) {
            connection.closeAfterMessages(CloseCodes.NOT_FOUND, String.valueOf(why.getMessage()));
        } else {
            LOG.warn("{}: a queue cannot be watched", connection.remote(), why);
            connection.closeAfterMessages(CloseCodes.ERROR, String.valueOf(why.getMessage()));
        }
    }
}
