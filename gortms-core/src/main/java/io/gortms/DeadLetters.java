package io.gortms;

import java.util.List;
import java.util.function.Predicate;

/**
 * The dead letters of a queue: messages that one of its groups has given up. They are kept in a queue of their own, {@code
 * orders.dlq} for {@code orders}, until they are redriven or purged. Safe for use by any thread.
 */
public interface DeadLetters {

    /**
     * The oldest letters.
     *
     * @param max the most to return, at least 1
     */
    default List<StoredMessage> browse(int max) {
        return browse(0, max);
    }

    /**
     * Letters in the order in which they came.
     *
     * @param position the first position wanted, in the dead-letter queue
     * @param max the most to return, at least 1
     */
    List<StoredMessage> browse(long position, int max);

    /** How many there are. */
    long count();

    /**
     * Gives letters back to the group that gave them up: a copy with the same id, key and headers, at a new position of the
     * queue, which no other group gets; then the letter goes. The copy begins anew: no delivery and no failure is counted,
     * its ttl counts from now, and it is not delayed. It is neither refused by a full queue nor taken for a duplicate.
     *
     * <p>Looks at the letters that are there when it is called. A crash in the middle leaves a letter and its copy, never
     * neither. If it throws, the letters before that are moved, and the others stay.
     *
     * @param filter which letters; called with no lock held
     * @return how many were moved, and which of those wanted were not
     * @throws StorageFullException if the disk has no room for a copy; that letter stays
     */
    RedriveResult redrive(Predicate<StoredMessage> filter);

    /**
     * Removes the letters that are there when it is called.
     *
     * @return how many there were
     */
    long purge();
}
