package io.gortms.websocket.internal.control;

import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.SeekResult;
import io.gortms.StartPosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code seek}, {@code pause} and {@code resume} of a group. Whoever does one of them is in the log. */
final class GroupCommands {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommands.class);

    private final Broker broker;

    GroupCommands(Broker broker) {
        this.broker = broker;
    }

    /**
     * The answer to {@code seek}.
     *
     * @param position the position the group is at now
     * @param firstKept the oldest position that was kept at that moment
     */
    record Moved(long position, long firstKept) {}

    /** The answer to both orders: how it is now. */
    record Paused(boolean paused) {}

    Map<String, Command> commands() {
        return Map.of("seek", this::seek, "pause", ask -> pause(ask, true), "resume", ask -> pause(ask, false));
    }

    private ConsumerGroup group(Ask ask) throws ControlException {
        String domain = ask.managedDomain();
        return broker.domain(domain).queue(ask.text("queue")).group(ask.text("group"));
    }

    private Object seek(Ask ask) throws ControlException {
        ConsumerGroup group = group(ask);
        SeekResult result = group.seek(target(ask));
        log(ask, "moved to position " + result.actual());
        return new Moved(result.actual(), result.firstKept());
    }

    private static StartPosition target(Ask ask) throws ControlException {
        return switch (ask.text("to")) {
            case "earliest" -> StartPosition.earliest();
            case "latest" -> StartPosition.latest();
            case "position" -> StartPosition.at(ask.number("position"));
            case "time" -> StartPosition.since(time(ask));
            default -> throw ControlException.malformed("'to' is earliest, latest, position or time");
        };
    }

    private static Instant time(Ask ask) throws ControlException {
        String time = ask.text("time");
        try {
            return OffsetDateTime.parse(time).toInstant();
        } catch (DateTimeException e) {
            throw ControlException.malformed("'time' is a time as of RFC 3339, not '" + time + "'");
        }
    }

    private Object pause(Ask ask, boolean paused) throws ControlException {
        ConsumerGroup group = group(ask);
        if (paused) {
            group.pause();
        } else {
            group.resume();
        }
        log(ask, paused ? "paused" : "resumed");
        return new Paused(paused);
    }

    private static void log(Ask ask, String done) throws ControlException {
        LOG.info(
                "group {}.{}/{} was {} from the console by {}",
                ask.text("domain"),
                ask.text("queue"),
                ask.text("group"),
                done,
                ask.access().who());
    }
}
