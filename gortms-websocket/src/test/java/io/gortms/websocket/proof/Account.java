package io.gortms.websocket.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one observer was shown, and the check that it is what was promised. Used by one thread. */
final class Account {

    /**
     * Where an observer wants to begin: by a position, by a time, or with what is published from now on.
     *
     * @param endBefore what was published before it came is below this position
     */
    record Begin(@Nullable Long from, @Nullable Instant since, long endBefore) {

        boolean isReplay() {
            return from != null || since != null;
        }

        String query() {
            return from != null ? "?from=" + from : since != null ? "?since=" + since : "";
        }
    }

    private final Life life;
    private final Begin begin;
    private final Ledger ledger;

    /** What is shown next, but for what is dropped; -1 before the first. */
    private long next = -1;

    private long dropped;
    private boolean replaying;

    /** Where the queue ended when it was certain that the observer watches. */
    private long endAtPong = -1;

    Account(Life life, Begin begin, Ledger ledger) {
        this.life = life;
        this.begin = begin;
        this.ledger = ledger;
        this.replaying = begin.isReplay();
    }

    boolean isReplaying() {
        return replaying;
    }

    /** All below this position was shown or counted; -1 if nothing was. */
    long accounted() {
        return next < 0 ? -1 : next + dropped;
    }

    /** Whether the queue has ended, and all was shown or counted. */
    boolean isComplete() {
        return life.finalEnd() <= (next < 0 && !begin.isReplay() ? endAtPong : accounted()) && !replaying;
    }

    /** Whether what is published from now on is promised. */
    boolean isWatching() {
        return next >= 0 || endAtPong >= 0;
    }

    void pong(long end) {
        endAtPong = endAtPong < 0 ? end : endAtPong;
    }

    void message(JsonNode frame) throws Exception {
        long position = frame.path("position").asLong(-1);
        long number = frame.path("headers").path(Sent.NUMBER).asLong(-1);
        Sent sent = ledger.sent(number);
        String wrong = sent == null ? "unknown: " + frame : sent.wrong(frame, life.name());
        check(wrong == null, String.valueOf(wrong));
        life.seen(position, number);
        reached(position, "message");
        if (position < begin.endBefore() && begin.since() != null) {
            Instant time = Instant.parse(frame.path("timestamp").asText());
            check(!time.isBefore(begin.since()), "it is older than what was asked for: " + frame);
        }
        next = position + 1;
    }

    void dropped(long count) {
        check(count > 0, "dropped " + count);
        dropped += count;
    }

    void replayed(long upTo) {
        check(replaying, "replayed, and nobody has asked for it, or it was already");
        reached(upTo, "replayed");
        check(upTo >= begin.endBefore(), "replayed up to " + upTo + " only");
        next = upTo;
        replaying = false;
    }

    /** All below this position was shown, or is counted. */
    private void reached(long position, String what) {
        if (next < 0) {
            begun(position - dropped, what);
        } else {
            check(position == next + dropped, what + " " + position + " after " + next + " and dropped " + dropped);
        }
        if (replaying && dropped > 0) {
            check(isGone(position - dropped, position), dropped + " dropped before " + position);
        }
        dropped = 0;
    }

    private void begun(long start, String what) {
        if (begin.from() != null && begin.from() <= begin.endBefore()) {
            check(start >= begin.from(), what + ": begun at " + start);
            check(
                    start == begin.from() || isGone(begin.from(), start),
                    what + ": not shown from the beginning: " + start);
        } else if (begin.since() != null) {
            check(start == 0 || isBefore(start - 1, begin.since()), what + ": begun too late at " + start);
        } else {
            check(start >= begin.endBefore(), what + ": begun at " + start);
            check(
                    endAtPong < 0 || start <= endAtPong,
                    what + ": begun at " + start + " and watching from " + endAtPong);
        }
    }

    private boolean isGone(long from, long to) {
        return !life.keepsAll()
                && life.read(from).map(found -> found.position() >= to).orElse(true);
    }

    /** Whether the message there is gone, or older. */
    private boolean isBefore(long position, Instant time) {
        return life.read(position)
                .map(found -> found.position() > position || found.timestamp().isBefore(time))
                .orElse(true);
    }

    void check(boolean isRight, String text) {
        if (!isRight) {
            ledger.fault(this + ": " + text);
        }
    }

    @Override
    public String toString() {
        return "observer of " + life + " " + begin + " at " + next + " (dropped " + dropped + ")";
    }
}
