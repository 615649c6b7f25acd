package io.gortms;

/**
 * How full a queue with a {@link QueueOptions#maxSize(long) maxSize} is. A level that was entered is left five percent below
 * where it begins, so that a queue that stands at its edge is not told of again and again.
 */
public enum CapacityLevel {
    /** It was warning or critical, and is below 70 %. */
    RECOVERED,
    /** 75 % or more. */
    WARNING,
    /** 90 % or more. */
    CRITICAL
}
