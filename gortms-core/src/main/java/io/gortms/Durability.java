package io.gortms;

/** What a message has survived when {@code publish} returns. */
public enum Durability {
    /** The death of the process ({@code kill -9}): the message is with the operating system. */
    PROCESS_CRASH,
    /**
     * The death of the machine: the message is behind a disk barrier. Concurrent publishers share one barrier; nobody sees
     * a message before its barrier.
     */
    POWER_LOSS
}
