package io.gortms.webhooks.proof;

import io.gortms.webhooks.WebhookVerifier;
import io.gortms.webhooks.harness.Receiver;
import io.gortms.webhooks.harness.Receiver.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one endpoint has seen of each webhook, and what is wrong with it: the same bytes at each attempt, attempts that go on from
 * where they were, and nothing again once it was delivered but what a death has interrupted. Safe for use by any thread.
 */
final class Sightings {

    private static final int FAILED = 500;
    private static final int MOST_SHOWN = 10;

    private static final class Seen {
        private String body = "";
        private int attempt;
        private int life = -1;
        private boolean failed;
    }

    private final String endpoint;
    private final WebhookVerifier verifier = WebhookVerifier.gost(KillProgram.SECRET);
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Seen> byId = new HashMap<>();
    private final Set<String> delivered = new HashSet<>();
    private final Set<String> handedOnTwice = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();
    private long lastNumber = -1;
    private int failed;
    private int retries;
    private int resumed;
    private int repeats;

    Sightings(String endpoint) {
        this.endpoint = endpoint;
    }

    /** Looks at a request and says how it is answered. */
    Answer onRequest(Receiver.Request request, int life) {
        boolean genuine = verifier.verify(request.headers(), request.body()).isGenuine();
        int attempt = Integer.parseInt(request.header("X-Gost-Attempt"));
        lock.lock();
        try {
            check(genuine, request.id(), "is not genuine");
            Seen before = byId.computeIfAbsent(request.id(), id -> new Seen());
            boolean fails = fails(request.id(), attempt);
            note(request, before, attempt, life);
            failed += (fails ? 1 : 0) - (before.failed ? 1 : 0);
            before.attempt = attempt;
            before.life = life;
            before.failed = fails;
            if (!fails) {
                delivered.add(request.id());
            }
            return Answer.of(fails ? FAILED : 200);
        } finally {
            lock.unlock();
        }
    }

    /** Of the flaky one's the first ones, three times, then one in eight, up to four times; of those in order one in 128. */
    private boolean fails(String id, int attempt) {
        int hash = id.hashCode() & 0x7fffffff;
        return switch (endpoint) {
            case KillProgram.FIFO -> hash % 128 == 0 && attempt == 1;
            case KillProgram.FLAKY ->
                (byId.size() <= 20 && attempt <= 3) || (hash % 8 == 0 && attempt <= 1 + (hash >> 3) % 4);
            default -> false;
        };
    }

    private void note(Receiver.Request request, Seen before, int attempt, int life) {
        String id = request.id();
        if (before.life < 0) {
            before.body = request.text();
            check(attempt == 1, id, "comes first with attempt " + attempt);
            checkOrder(id, request.text());
            return;
        }
        check(before.body.equals(request.text()), id, "is " + request.text() + " and was " + before.body);
        if (before.failed && attempt == before.attempt + 1) {
            retries++;
            resumed += life > before.life ? 1 : 0;
        } else if (attempt == before.attempt && life > before.life) {
            repeats++; // what was under way, or had not been noted, when the process died
        } else {
            handedOnTwice.add(id);
            check(
                    attempt <= before.attempt + 1 && life > 0,
                    id,
                    "has attempt " + attempt + " in life " + life + " after " + before.attempt + " in life "
                            + before.life + (before.failed ? "" : ", which was delivered"));
        }
    }

    private void checkOrder(String id, String body) {
        if (endpoint.equals(KillProgram.FIFO)) {
            long number = number(body);
            check(number > lastNumber, id, "is number " + number + " and comes after " + lastNumber);
            lastNumber = number;
        }
    }

    static long number(String body) {
        String label = "\"data\":";
        return Long.parseLong(body.substring(body.indexOf(label) + label.length(), body.length() - 1));
    }

    private void check(boolean isRight, String id, String otherwise) {
        if (!isRight && wrong.size() < MOST_SHOWN) {
            wrong.add(endpoint + ": " + id + " " + otherwise);
        }
    }

    /** What is wrong, the first of it. */
    List<String> wrong() {
        lock.lock();
        try {
            return List.copyOf(wrong);
        } finally {
            lock.unlock();
        }
    }

    /** What a receiver that remembers ids has accepted, each once. */
    Set<String> delivered() {
        lock.lock();
        try {
            return Set.copyOf(delivered);
        } finally {
            lock.unlock();
        }
    }

    /** What came as two webhooks of one id, as the process died between handing it on and noting that. */
    Set<String> handedOnTwice() {
        lock.lock();
        try {
            return Set.copyOf(handedOnTwice);
        } finally {
            lock.unlock();
        }
    }

    /** The body that it had, or null if it never came. */
    @Nullable String body(String id) {
        lock.lock();
        try {
            Seen seen = byId.get(id);
            return seen == null ? null : seen.body;
        } finally {
            lock.unlock();
        }
    }

    /** How many webhooks were last tried in vain. */
    int failed() {
        lock.lock();
        try {
            return failed;
        } finally {
            lock.unlock();
        }
    }

    /** How many retries of a webhook were made that an earlier process had tried in vain. */
    int resumed() {
        lock.lock();
        try {
            return resumed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return endpoint + ": " + delivered.size() + " delivered, " + retries + " retries, " + resumed
                + " of them of a webhook that an earlier process had tried, " + repeats + " attempts made again, "
                + handedOnTwice.size() + " handed on twice";
    }
}
