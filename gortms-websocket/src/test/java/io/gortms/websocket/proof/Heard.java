package io.gortms.websocket.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one client of the hub has heard, and the check that it is what was promised: of each broadcaster every number, from one on
 * that was not broadcast yet when the client was greeted. Used by one thread, but for {@link #waiting}.
 */
final class Heard {

    private final HubLog hub;
    private final Ledger ledger;

    /** What is next of each broadcaster, or at last; exact when something of it was heard. */
    private final long[] next = new long[HubLog.BROADCASTERS];

    private final boolean[] begun = new boolean[HubLog.BROADCASTERS];
    private final List<Long> order = new ArrayList<>();
    private final AtomicLong known;
    private String id = "";

    Heard(HubLog hub, Ledger ledger) {
        this.hub = hub;
        this.ledger = ledger;
        this.known = new AtomicLong(hub.begun());
    }

    /** How many of so many broadcasts may be on their way to it. */
    long waiting(long broadcasts) {
        return broadcasts - known.get();
    }

    void frame(JsonNode frame) {
        if (frame.has("hello")) {
            greeted(frame);
            return;
        }
        int by = frame.path("by").asInt();
        long number = frame.path("number").asLong(-1);
        boolean isFirst = !begun[by];
        check(
                isFirst ? id.isEmpty() || number <= next[by] : number == next[by],
                number + " of " + by + " instead of " + next[by]);
        begun[by] = true;
        next[by] = number + 1;
        order.add(number * HubLog.BROADCASTERS + by);
        if (!id.isEmpty()) {
            known.incrementAndGet();
        }
    }

    private void greeted(JsonNode frame) {
        check(id.isEmpty(), "greeted twice");
        id = frame.get("hello").asText();
        known.set(frame.get("begun").asLong());
        for (int by = 0; by < next.length; by++) {
            if (!begun[by]) { // the one that was broadcast at this moment may have missed it
                next[by] = frame.get("done").get(by).asLong() + 1;
            }
        }
    }

    String id() {
        return id;
    }

    List<Long> order() {
        return order;
    }

    /** Whether it has heard all. */
    boolean isComplete() {
        boolean isComplete = !id.isEmpty();
        for (int by = 0; by < next.length; by++) {
            isComplete &= next[by] >= hub.begun(by);
        }
        return isComplete;
    }

    void check(boolean isRight, String text) {
        if (!isRight) {
            ledger.fault("client of the hub " + id + ": " + text);
        }
    }
}
