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

    /** Another one after each change: a selection from before is remembered where nobody looks. */
    private volatile Memory selections = new Memory();

    private volatile int next;

    /** Selections by the type of the event; each is there once, however many types it is of: it may name thousands. */
    private static final class Memory {
        final Map<String, Selection> byType = new ConcurrentHashMap<>();
        final Map<String, Selection> byText = new ConcurrentHashMap<>();
    }

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
        Memory memory = selections;
        Selection known = memory.byType.get(event);
        if (known != null) {
            return known;
        }
        List<Endpoint> wanting = byId.values().stream()
                .filter(endpoint -> !endpoint.state().isDisabled())
                .filter(endpoint -> EventFilter.matchesAny(endpoint.settings().events(), event))
                .toList();
        Selection selection = Selection.of(wanting, next);
        if (memory.byType.size() >= REMEMBERED_TYPES) {
            return selection;
        }
        Selection first = memory.byText.putIfAbsent(selection.text(), selection);
        Selection shared = first == null ? selection : first;
        memory.byType.put(event, shared);
        return shared;
    }

    void put(Endpoint endpoint) {
        atLeastNext(endpoint.number() + 1);
        byNumber.put(endpoint.number(), endpoint);
        Endpoint before = byId.put(endpoint.id(), endpoint);
        if (before == null
                || before.state().isDisabled() != endpoint.state().isDisabled()
                || !before.settings().events().equals(endpoint.settings().events())) {
            selections = new Memory();
        }
    }

    void remove(Endpoint endpoint) {
        byNumber.remove(endpoint.number());
        byId.remove(endpoint.id());
        selections = new Memory();
    }

    int count() {
        return byNumber.size();
    }
}
