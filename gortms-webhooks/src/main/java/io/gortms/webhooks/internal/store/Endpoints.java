package io.gortms.webhooks.internal.store;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * All endpoints, as they are whenever this is asked, and what it remembers of which types of events go where. Read by any thread,
 * changed by one at a time.
 */
public final class Endpoints {

    private static final int REMEMBERED_TYPES = 10_000;

    private final ConcurrentSkipListMap<String, Endpoint> byId = new ConcurrentSkipListMap<>();
    private final Map<Integer, Endpoint> byNumber = new ConcurrentHashMap<>();

    /** By the type of the event. Another map after each change: a selection from before is remembered where nobody looks. */
    private volatile Map<String, Selection> selections = new ConcurrentHashMap<>();

    private volatile int next;

    Endpoints() {}

    /** The number that the next new endpoint gets: more than any that was given. */
    int next() {
        return next;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread at a time
    void atLeastNext(int value) {
        next = Math.max(next, value);
    }

    /** All, by id. */
    public Collection<Endpoint> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    /** The ids. */
    public Collection<String> ids() {
        return Collections.unmodifiableCollection(byId.keySet());
    }

    /** The endpoint of an id, or null. */
    public @Nullable Endpoint find(String id) {
        return byId.get(id);
    }

    /** The endpoint of a number, or null. */
    public @Nullable Endpoint withNumber(int number) {
        return byNumber.get(number);
    }

    /** Those that get an event of this type: neither disabled nor of other events. */
    public Selection select(String event) {
        Map<String, Selection> memory = selections;
        Selection known = memory.get(event);
        if (known != null) {
            return known;
        }
        List<Endpoint> wanting = byId.values().stream()
                .filter(endpoint -> !endpoint.state().isDisabled())
                .filter(endpoint -> EventFilter.matchesAny(endpoint.settings().events(), event))
                .toList();
        Selection selection = Selection.of(wanting, next);
        if (memory.size() < REMEMBERED_TYPES) {
            memory.put(event, selection);
        }
        return selection;
    }

    void put(Endpoint endpoint) {
        atLeastNext(endpoint.number() + 1);
        byNumber.put(endpoint.number(), endpoint);
        Endpoint before = byId.put(endpoint.id(), endpoint);
        if (before == null
                || before.state().isDisabled() != endpoint.state().isDisabled()
                || !before.settings().events().equals(endpoint.settings().events())) {
            selections = new ConcurrentHashMap<>();
        }
    }

    void remove(Endpoint endpoint) {
        byNumber.remove(endpoint.number());
        byId.remove(endpoint.id());
        selections = new ConcurrentHashMap<>();
    }

    int count() {
        return byNumber.size();
    }
}
