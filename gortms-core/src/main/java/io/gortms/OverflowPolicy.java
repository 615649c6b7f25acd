package io.gortms;

/** What becomes of a publish into a full queue. */
public enum OverflowPolicy {
    /** The publisher waits for room, up to {@link QueueOptions#publishTimeout}, then gets {@link QueueFullException}. */
    BLOCK,
    /** The publisher gets {@link QueueFullException} at once. */
    REJECT,
    /**
     * The lowest position that the slowest group has not settled is dropped, for every group that has not settled it, whether
     * it is out or not.
     */
    DROP_OLDEST
}
