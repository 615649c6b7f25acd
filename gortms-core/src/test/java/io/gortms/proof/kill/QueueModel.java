package io.gortms.proof.kill;

import io.gortms.StoredMessage;
import io.gortms.proof.harness.Payload;
import java.util.HashMap;
import java.util.Map;

/** Which messages have a receipt. Checks what is read against it: everything there, in order, as it was published. */
final class QueueModel {

    private record Receipt(long key, long idSum) {}

    private final Map<Long, Receipt> receipts = new HashMap<>();

    void receipt(long position, long key, long idSum) {
        Receipt before = receipts.put(position, new Receipt(key, idSum));
        if (before != null) {
            throw new AssertionError("position " + position + " was given to " + before.key + " and to " + key);
        }
    }

    int receipts() {
        return receipts.size();
    }

    boolean hasReceipt(long position) {
        return receipts.containsKey(position);
    }

    /** Whether this payload's key has the receipt of the position, or nobody has. */
    boolean mayHold(long position, long key) {
        Receipt receipt = receipts.get(position);
        return receipt == null || receipt.key == key;
    }

    /** The positions with a receipt whose messages were published with an id of their own, and that id. */
    Map<Long, String> ownIds() {
        Map<Long, String> ids = new HashMap<>();
        receipts.forEach((position, receipt) -> {
            String id = Publisher.id(receipt.key);
            if (id != null) {
                ids.put(position, id);
            }
        });
        return ids;
    }

    /** Whether a message is what was published, and what its receipt says; answers its payload's key. */
    long checkWhole(StoredMessage message) {
        long position = message.position();
        long key = Payload.key(message.payload());
        check(Publisher.header(key).equals(message.headers().get("number")), position, "has a wrong header");
        String id = Publisher.id(key);
        check(id == null || id.equals(message.messageId()), position, "has the id " + message.messageId());
        Receipt receipt = receipts.get(position);
        if (receipt != null) {
            check(receipt.key == key, position, "holds " + key + ", and " + receipt.key + " has its receipt");
            check(
                    receipt.idSum == Publisher.sum(message.messageId()),
                    position,
                    "has the id " + message.messageId() + ", not the one of its receipt");
        }
        return key;
    }

    /** A pass through the queue. */
    final class Reading {

        private final Map<Long, Long> nextSequence = new HashMap<>();
        private final Map<Long, Integer> withoutReceipt = new HashMap<>();
        private long end;
        private int found;

        /** The next message. */
        void next(StoredMessage message) {
            check(message.position() == end, end, "is followed by " + message.position());
            end++;
            long key = checkWhole(message);
            checkInOrder(key);
            if (!hasReceipt(message.position())) {
                int most = withoutReceipt.merge(publisher(key), 1, Integer::sum);
                check(most <= Publisher.MOST_UNDER_WAY, end - 1, "is one of too many that nobody has a receipt of");
            } else {
                found++;
            }
        }

        /** Of one publisher, nothing is missing in the middle and nothing comes twice. */
        private void checkInOrder(long key) {
            long expected = nextSequence.getOrDefault(publisher(key), 0L);
            check(Plan.sequence(key) == expected, end - 1, "is number " + Plan.sequence(key) + ", not " + expected);
            nextSequence.put(publisher(key), expected + 1);
        }

        /** There is nothing more; answers where the queue ends. */
        long end() {
            check(found == receipts.size(), end, "ends a queue in which " + (receipts.size() - found) + " are missing");
            return end;
        }
    }

    private static long publisher(long key) {
        return key - Plan.sequence(key);
    }

    private static void check(boolean holds, long position, String otherwise) {
        if (!holds) {
            throw new AssertionError("position " + position + " " + otherwise);
        }
    }
}
