package io.gortms.webhooks.internal.store;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All endpoints at one moment. Immutable, but for what it remembers of which types of events go where. */
public final class Endpoints {

    private static final int REMEMBERED_TYPES = 10_000;

    private final TreeMap<String, Endpoint> byId;
    private final Map<Integer, Endpoint> byNumber = new HashMap<>();
    private final Map<String, Selection> selections = new ConcurrentHashMap<>();

    Endpoints(Map<String, Endpoint> byId) {
        this.byId = new TreeMap<>(byId);
        byId.values().forEach(endpoint -> byNumber.put(endpoint.number(), endpoint));
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

    @Nullable Endpoint withNumber(int number) {
        return byNumber.get(number);
    }

    /** Those that get an event of this type: neither disabled nor of other events. */
    public Selection select(String event) {
        Selection known = selections.get(event);
        if (known != null) {
            return known;
        }
        List<Endpoint> wanting = byId.values().stream()
                .filter(endpoint -> !endpoint.state().isDisabled())
                .filter(endpoint -> EventFilter.matchesAny(endpoint.settings().events(), event))
                .toList();
        Selection selection = Selection.of(wanting);
        if (selections.size() < REMEMBERED_TYPES) {
            selections.put(event, selection);
        }
        return selection;
    }

    Map<String, Endpoint> toMap() {
        return new HashMap<>(byId);
    }
}
