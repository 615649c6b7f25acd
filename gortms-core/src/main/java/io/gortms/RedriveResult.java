package io.gortms;

import java.util.List;

/**
 * What became of letters that were to be redriven.
 *
 * @param moved how many went back to their group
 * @param notMoved those that stay where they are, oldest first
 */
public record RedriveResult(long moved, List<NotMoved> notMoved) {

    /** Copies the list. */
    public RedriveResult {
        notMoved = List.copyOf(notMoved);
    }

    /**
     * A letter that stays.
     *
     * @param messageId the letter's id
     * @param position its position in the dead-letter queue
     * @param reason why it was not moved
     */
    public record NotMoved(String messageId, long position, String reason) {}
}
