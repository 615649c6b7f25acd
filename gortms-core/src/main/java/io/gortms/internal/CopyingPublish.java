package io.gortms.internal;

import io.gortms.BrokerException;
import io.gortms.MessageTooLargeException;
import io.gortms.internal.journal.RecordDraft;
import io.gortms.internal.publish.Batch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One publish into several queues: what was asked for, and the copies. Copies are appended first, and behind their barriers
 * before anything else is appended: a death leaves extra copies, never missing ones. Used by one thread, once.
 *
 * <p>Room is kept in all queues before the first append, in the order of their names, so that no two publishers wait for
 * what the other one keeps.
 */
final class CopyingPublish {

    /** The trail of a message that was given its id before it had a position, but is no copy. */
    static final byte[] NO_QUEUES = {};

    private final Function<String, LocalQueue> queues;
    private final Map<String, Target> originals = new TreeMap<>();
    private final Map<String, Target> copies = new TreeMap<>();

    /**
     * One message for one queue.
     *
     * @param ownId the publisher's id, or null
     * @param givenId the id it was given because its copies have to have the same, or null
     * @param ways the queues that get a copy, with the queues it passes on its way there
     */
    record Piece(
            RecordDraft draft,
            @Nullable String ownId,
            @Nullable String givenId,
            Map<String, List<String>> ways) {}

    /** What one queue gets. */
    private static final class Target {
        private final LocalQueue queue;
        private final List<Piece> pieces = new ArrayList<>();
        private @Nullable Batch claimed;
        private int kept;
        private List<LocalReceipt> receipts = List.of();

        Target(LocalQueue queue) {
            this.queue = queue;
        }

        OpenQueue open() {
            return queue.opened();
        }

        Batch batch() {
            if (claimed == null) {
                throw new IllegalStateException("nothing is claimed in " + queue);
            }
            return claimed;
        }

        void claim() {
            List<RecordDraft> drafts = new ArrayList<>(pieces.size());
            List<@Nullable String> ids = new ArrayList<>(pieces.size());
            for (Piece piece : pieces) {
                drafts.add(piece.draft());
                ids.add(piece.ownId());
            }
            claimed = whileItLives(() -> open().appender().claim(drafts, ids));
        }

        void reserve() {
            kept = whileItLives(() -> open().appender().reserve(batch()));
        }

        /** What a publisher gets that is overtaken by the end of the queue says so. */
        private <T> T whileItLives(Supplier<T> action) {
            try {
                return action.get();
            } catch (BrokerException e) {
                throw queue.whyRefused(e);
            }
        }

        void append() {
            Batch batch = batch();
            claimed = null;
            List<LocalReceipt> appended = whileItLives(() -> open().publishClaimed(batch, kept));
            receipts = IntStream.range(0, appended.size())
                    .mapToObj(i -> appended.get(i).named(pieces.get(i).givenId()))
                    .toList();
        }

        /** The last position that was appended, or the one of a duplicate; -1 if there is none. */
        long last() {
            return receipts.isEmpty()
                    ? -1
                    : Collections.max(receipts, LocalReceipt.BY_POSITION).position();
        }

        void awaitDurable() {
            if (last() >= 0) {
                open().journal().awaitDurable(last());
                open().onReadable();
            }
        }

        void giveUp() {
            if (claimed != null) {
                open().appender().giveUp(claimed, kept);
                claimed = null;
            }
        }
    }

    /** A publish in the domain whose queues are found by this. */
    CopyingPublish(Function<String, LocalQueue> queues) {
        this.queues = queues;
    }

    /** Adds a message that was asked for; added to several queues, it is copied once. */
    void add(LocalQueue queue, Piece piece) {
        checkSize(queue, piece.draft(), "publish a smaller one, or raise maxMessageBytes of the queue");
        originals
                .computeIfAbsent(queue.name(), name -> new Target(queue))
                .pieces
                .add(piece);
    }

    /** Appends everything, or nothing but copies; what was asked for is not durable yet. */
    void append() {
        try {
            originals.values().forEach(Target::claim);
            addCopies();
            copies.values().forEach(Target::claim);
            Map<String, Target> all = new TreeMap<>(originals);
            all.putAll(copies);
            all.values().forEach(Target::reserve);
            copies.values().forEach(Target::append);
            copies.values().forEach(Target::awaitDurable);
            originals.values().forEach(Target::append);
        } finally {
            originals.values().forEach(Target::giveUp);
            copies.values().forEach(Target::giveUp);
        }
    }

    /** Of what was published before in all its queues there are copies already. */
    private void addCopies() {
        Set<Piece> copied = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Target original : originals.values()) {
            for (int i = 0; i < original.pieces.size(); i++) {
                Piece piece = original.pieces.get(i);
                if (original.batch().isFresh(i) && copied.add(piece)) {
                    piece.ways().forEach((to, way) -> addCopy(to, way, piece.draft()));
                }
            }
        }
    }

    private void addCopy(String to, List<String> way, RecordDraft draft) {
        Target target = copies.computeIfAbsent(to, name -> new Target(queues.apply(name)));
        checkSize(
                target.queue,
                draft,
                "it is to be copied there: publish a smaller one, raise maxMessageBytes of the queue, or narrow the rule");
        byte[] trail = String.join("\n", way).getBytes(StandardCharsets.UTF_8);
        target.pieces.add(new Piece(draft.copy(null, trail), null, null, Map.of()));
    }

    private static void checkSize(LocalQueue queue, RecordDraft draft, String remedy) {
        int most = queue.entry().settings().maxMessageBytes();
        if (draft.payloadLength() > most) {
            throw new MessageTooLargeException(queue.resource(), "payload", draft.payloadLength(), most, remedy);
        }
    }

    /** The receipts of what was asked for, queue by queue. */
    Map<String, List<LocalReceipt>> receipts() {
        Map<String, List<LocalReceipt>> receipts = new TreeMap<>();
        originals.forEach((name, target) -> receipts.put(name, target.receipts));
        return receipts;
    }

    /** Waits for the barriers of what was asked for. */
    void awaitDurable() {
        originals.values().forEach(Target::awaitDurable);
    }
}
