package io.gortms.websocket.internal.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.gortms.Broker;
import io.gortms.DeadLetters;
import io.gortms.RedriveResult;
import io.gortms.StoredMessage;
import io.gortms.websocket.internal.frame.MessageFrame;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code letters}, {@code redrive} and {@code purge} of the dead letters of a queue. */
final class LetterCommands {

    private static final Logger LOG = LoggerFactory.getLogger(LetterCommands.class);
    private static final int MOST = 100;

    /** Letters may be large: when there is so much, no more go into one answer. */
    private static final long ENOUGH_CHARACTERS = 1 << 20;

    /** How many reasons of letters that were not moved are told. */
    private static final int MOST_REASONS = 20;

    private final Broker broker;

    LetterCommands(Broker broker) {
        this.broker = broker;
    }

    /**
     * The answer to {@code letters}.
     *
     * @param count how many there are
     * @param letters as frames of messages
     * @param next where the next ones begin, or null if there are none
     */
    record Letters(
            long count, List<RawValue> letters, @Nullable Long next) {}

    /**
     * The answer to {@code redrive}.
     *
     * @param moved how many went back to their group
     * @param notMoved how many did not
     * @param reasons why, of the first of them
     */
    record Redriven(long moved, long notMoved, List<RedriveResult.NotMoved> reasons) {}

    /** The answer to {@code purge}. */
    record Purged(long removed) {}

    Map<String, Command> commands() {
        return Map.of("letters", this::letters, "redrive", this::redrive, "purge", this::purge);
    }

    private Object letters(Ask ask) throws ControlException {
        String domain = ask.domain();
        String queue = ask.text("queue");
        DeadLetters all = broker.domain(domain).queue(queue).deadLetters();
        long position = ask.number("from");
        int max = ask.number("max", 1, MOST);
        List<RawValue> letters = new ArrayList<>();
        long characters = 0;
        while (letters.size() < max && characters < ENOUGH_CHARACTERS) {
            List<StoredMessage> one = all.browse(position, 1);
            if (one.isEmpty()) {
                return new Letters(all.count(), letters, null);
            }
            String text = MessageFrame.text(queue, one.get(0));
            letters.add(new RawValue(text));
            characters += text.length();
            position = one.get(0).position() + 1;
        }
        Long next = all.browse(position, 1).isEmpty() ? null : position;
        return new Letters(all.count(), letters, next);
    }

    private Object redrive(Ask ask) throws ControlException {
        String domain = ask.managedDomain();
        DeadLetters all = broker.domain(domain).queue(ask.text("queue")).deadLetters();
        Set<Long> wanted = positions(ask);
        RedriveResult result = all.redrive(letter -> wanted == null || wanted.contains(letter.position()));
        log(ask, result.moved() + " redriven");
        return new Redriven(
                result.moved(),
                result.notMoved().size(),
                result.notMoved().stream().limit(MOST_REASONS).toList());
    }

    /** Which letters, or null for all. */
    private static @Nullable Set<Long> positions(Ask ask) throws ControlException {
        if (!ask.has("positions")) {
            return null;
        }
        JsonNode positions = ask.fields().path("positions");
        Set<Long> wanted = new HashSet<>();
        for (JsonNode position : positions) {
            if (!Ask.isNumber(position)) {
                throw ControlException.malformed("'positions' is an array of whole numbers from 0 on");
            }
            wanted.add(position.asLong());
        }
        if (!positions.isArray()) {
            throw ControlException.malformed("'positions' is an array; without it all letters are meant");
        }
        return wanted;
    }

    private Object purge(Ask ask) throws ControlException {
        String domain = ask.managedDomain();
        long removed =
                broker.domain(domain).queue(ask.text("queue")).deadLetters().purge();
        log(ask, removed + " removed");
        return new Purged(removed);
    }

    private static void log(Ask ask, String done) throws ControlException {
        LOG.info(
                "dead letters of {}.{}: {} from the console by {}",
                ask.text("domain"),
                ask.text("queue"),
                done,
                ask.access().who());
    }
}
