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
            long key = Payload.key(message.payload());
            checkWhole(message, key);
            checkInOrder(key);
            Receipt receipt = receipts.get(message.position());
            if (receipt == null) {
                int most = withoutReceipt.merge(publisher(key), 1, Integer::sum);
                check(most <= Publisher.MOST_UNDER_WAY, end - 1, "is one of too many that nobody has a receipt of");
            } else {
                found++;
                check(receipt.key == key, end - 1, "holds " + key + ", and " + receipt.key + " has its receipt");
                check(
                        receipt.idSum == Publisher.sum(message.messageId()),
                        end - 1,
                        "has the id " + message.messageId() + ", not the one of its receipt");
            }
        }

        private void checkWhole(StoredMessage message, long key) {
            check(Publisher.header(key).equals(message.headers().get("number")), end - 1, "has a wrong header");
            String id = Publisher.id(key);
            check(id == null || id.equals(message.messageId()), end - 1, "has the id " + message.messageId());
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
