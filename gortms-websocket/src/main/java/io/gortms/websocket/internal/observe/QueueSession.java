package io.gortms.websocket.internal.observe;

import io.gortms.BrokerException;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.Observation;
import io.gortms.websocket.internal.frame.ErrorCode;
import io.gortms.websocket.internal.frame.Frames;
import io.gortms.websocket.internal.frame.Request;
import io.gortms.websocket.internal.frame.RequestException;
import io.gortms.websocket.internal.frame.RequestReader;
import io.gortms.websocket.internal.net.Connection;
import io.gortms.websocket.internal.net.Session;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One client that watches a queue. */
public final class QueueSession implements Session {

    private static final String FROM = "from";
    private static final String SINCE = "since";

    private final Connection connection;
    private final Feeds feeds;
    private final Feeds.Name name;
    private final MessageQueue queue;
    private final Map<String, String> query;
    private final @Nullable Executor publishes;
    private final Executor executor;
    private final LiveMessages live;
    private @Nullable QueueFeed feed;

    /**
     * A session that has not begun.
     *
     * @param query where to begin: {@code from} a position, or {@code since} a time
     * @param publishes publishes for the client, which may wait; null if it may not publish
     * @param executor reads queues
     */
    public QueueSession(
            Connection connection,
            Feeds feeds,
            String domain,
            MessageQueue queue,
            Map<String, String> query,
            @Nullable Executor publishes,
            Executor executor) {
        this.connection = connection;
        this.feeds = feeds;
        this.name = new Feeds.Name(domain, queue.name());
        this.queue = queue;
        this.query = query;
        this.publishes = publishes;
        this.executor = executor;
        this.live = new LiveMessages(connection);
    }

    @Override
    public void onOpen() {
        connection.outbox().reply(Frames.connected(connection.id(), name.domain(), name.queue()));
        try {
            QueueFeed joined = feeds.use(name, queue, connection.rounds());
            feed = joined;
            long end = end(); // after that: if the queue is there still, it is that of the feed
            Long begin = begin(end);
            new CatchUp(queue, joined, live, executor, begin == null ? end : begin, end, begin != null).run();
        } catch (BrokerException e) {
            Feeds.end(connection, e);
        }
    }

    /** Whatever is published from now on has this position or a higher one. */
    private long end() {
        try (Observation now = queue.observe(message -> {})) {
            return now.startPosition();
        }
    }

    /** Where the client wants to begin, or null if it wants what is published from now on. */
    private @Nullable Long begin(long end) {
        String from = query.get(FROM);
        String since = query.get(SINCE);
        if (from != null && since != null) {
            refuse("'from' and 'since' exclude each other");
        } else if (from != null) {
            return position(from, end);
        } else if (since != null) {
            return time(since, end);
        }
        return null;
    }

    private @Nullable Long position(String from, long end) {
        try {
            long position = Long.parseLong(from);
            if (position >= 0) {
                return Math.min(position, end);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        refuse("'from' is a position: a number from 0 on, not '" + from + "'");
        return null;
    }

    private @Nullable Long time(String since, long end) {
        try {
            return CatchUp.positionOf(queue, OffsetDateTime.parse(since).toInstant(), end);
        } catch (DateTimeException e) {
            refuse("'since' is a time as of RFC 3339, not '" + since + "'");
            return null;
        }
    }

    private void refuse(String text) {
        connection.outbox().reply(Frames.error(ErrorCode.BAD_PARAMETER, text, null));
    }

    @Override
    public void onText(String text) {
        try {
            Request request = RequestReader.read(text);
            if (request instanceof Request.Publish publish) {
                if (publishes == null) {
                    reply(publish, ErrorCode.PUBLISH_NOT_ALLOWED, "publishing is not allowed here");
                } else {
                    connection.goOn(publishes, () -> publish(publish));
                }
            } else {
                connection.outbox().reply(Frames.pong());
            }
        } catch (RequestException e) {
            connection.outbox().reply(Frames.error(e.code(), e.text(), e.requestId()));
        }
    }

    private void publish(Request.Publish request) {
        try {
            connection.outbox().reply(Frames.published(queue.publish(message(request)), request.requestId()));
        } catch (IllegalArgumentException e) {
            reply(request, ErrorCode.MALFORMED, String.valueOf(e.getMessage()));
        } catch (BrokerException e) {
            reply(request, ErrorCode.of(e), String.valueOf(e.getMessage()));
        }
    }

    private void reply(Request.Publish request, String code, String text) {
        connection.outbox().reply(Frames.error(code, text, request.requestId()));
    }

    private static Message message(Request.Publish request) {
        Message message = Message.json(request.payload());
        if (request.id() != null) {
            message = message.id(request.id());
        }
        if (request.key() != null) {
            message = message.key(request.key());
        }
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            message = message.header(header.getKey(), header.getValue());
        }
        return message;
    }

    @Override
    public void onBinary() {
        connection.outbox().reply(Frames.error(ErrorCode.BINARY, "requests are text", null));
    }

    @Override
    public void onTooMuch() {
        connection
                .outbox()
                .reply(Frames.error(ErrorCode.RATE_LIMITED, "too many requests; this one was ignored", null));
    }

    @Override
    public void onClosed(int code, String reason) {
        QueueFeed joined = feed;
        if (joined != null) {
            joined.leave(live);
            feeds.release(name, joined);
        }
    }
}
