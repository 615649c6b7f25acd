package io.gortms.internal.publish;

import io.gortms.internal.journal.RecordDraft;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one call publishes, and what of it was published before. Made without a lock; the rest with the append lock. */
public final class Batch {

    /** One message of the call. */
    public static final class Item {

        private final RecordDraft draft;
        private final @Nullable String id;
        private @Nullable IdHash hash;

        /** What it is a duplicate of. */
        private @Nullable FirstPublish first;

        /** The earlier one of its call that has the same id. */
        private @Nullable Item twin;

        private long position;

        private Item(RecordDraft draft, @Nullable String id) {
            this.draft = draft;
            this.id = id;
        }

        /** The publisher's own id, or null. */
        public @Nullable String id() {
            return id;
        }

        /** Where it is stored, if it is no duplicate. */
        public long position() {
            return position;
        }

        /** What it is a duplicate of, or null if it is none; once all is stored. */
        public @Nullable FirstPublish first() {
            return first;
        }

        private boolean isFresh() {
            return first == null && twin == null;
        }
    }

    private final List<Item> items;
    private final Deduplicator deduplicator;
    private List<RecordDraft> fresh = List.of();
    private long freshBytes;

    /** What others wait for. */
    private final List<IdHash> begun = new ArrayList<>(0);

    private Batch(List<Item> items, Deduplicator deduplicator) {
        this.items = items;
        this.deduplicator = deduplicator;
        if (deduplicator.isOn()) {
            hashIds();
        }
    }

    /** One message; the publisher's own id, or null. */
    public static Batch of(RecordDraft draft, @Nullable String id, Deduplicator deduplicator) {
        return new Batch(Collections.singletonList(new Item(draft, id)), deduplicator);
    }

    /** Messages in order, and their publisher's own ids, or null. */
    public static Batch of(List<RecordDraft> drafts, List<@Nullable String> ids, Deduplicator deduplicator) {
        List<Item> items = new ArrayList<>(drafts.size());
        for (int i = 0; i < drafts.size(); i++) {
            items.add(new Item(drafts.get(i), ids.get(i)));
        }
        return new Batch(items, deduplicator);
    }

    private void hashIds() {
        for (Item item : items) {
            if (item.id != null && item.hash == null) {
                item.hash = IdHash.of(item.id);
            }
        }
    }

    /** Waits until nobody else publishes a message of one of these ids; whether the lock was let go of for that. */
    public boolean awaitOthers() {
        boolean waited = false;
        for (Item item : items) {
            waited |= item.hash != null && deduplicator.awaitDecided(item.hash);
        }
        return waited;
    }

    /** Others of the same ids wait from now on until {@link #decided}; comes after {@link #findDuplicates}. */
    public void begin() {
        items.stream()
                .filter(Item::isFresh)
                .map(item -> item.hash)
                .filter(Objects::nonNull)
                .forEach(hash -> {
                    deduplicator.begin(hash);
                    begun.add(hash);
                });
    }

    /** It is stored, or will not be. */
    public void decided() {
        begun.forEach(deduplicator::decide);
        begun.clear();
    }

    /** Whether this one of the messages is to be stored: it was not published before. */
    public boolean isFresh(int index) {
        return items.get(index).isFresh();
    }

    /** Finds what was published before. The lock may be let go of first. */
    public void findDuplicates(long nowMicros) {
        if (deduplicator.isOn()) {
            hashIds();
            findFirsts(nowMicros);
        }
        fresh = new ArrayList<>(items.size());
        freshBytes = 0;
        for (Item item : items) {
            if (item.isFresh()) {
                fresh.add(item.draft);
                freshBytes += item.draft.encodedSize();
            }
        }
    }

    /** It is about to be stored, perhaps long after it was given: what is delayed is so from now on. */
    public void delayFrom(long timestampMicros) {
        fresh.replaceAll(draft -> draft.appendedAt(timestampMicros));
    }

    private void findFirsts(long nowMicros) {
        Map<IdHash, Item> inCall = new HashMap<>();
        for (Item item : items) {
            if (item.hash != null) {
                item.first = deduplicator.find(item.hash, nowMicros);
                item.twin = inCall.putIfAbsent(item.hash, item);
            }
        }
    }

    /** What was to be stored is: from this position on. */
    public void appended(long position, long timestampMicros) {
        if (deduplicator.isOn()) {
            hashIds();
        }
        long next = position;
        for (Item item : items) {
            if (item.isFresh()) {
                item.position = next++;
                if (item.hash != null) {
                    deduplicator.add(item.hash, item.position, timestampMicros);
                }
            }
        }
        for (Item item : items) {
            if (item.twin != null && item.first == null) {
                item.first = new FirstPublish(item.twin.position, timestampMicros);
            }
        }
    }

    public List<Item> items() {
        return items;
    }

    /** What is to be stored, in order. */
    public List<RecordDraft> fresh() {
        return fresh;
    }

    /** What those take, encoded. */
    public long freshBytes() {
        return freshBytes;
    }
}
