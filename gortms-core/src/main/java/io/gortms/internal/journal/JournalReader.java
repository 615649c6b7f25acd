package io.gortms.internal.journal;

import org.jspecify.annotations.Nullable;

/** Reads records in position order. For one thread at a time. */
public interface JournalReader extends AutoCloseable {

    /** The position that {@link #next} looks at first. */
    long position();

    /** Goes to a position. */
    void moveTo(long position);

    /**
     * The record at {@link #position()}, or the next readable one behind it if that is damaged or gone; the reader then
     * stands behind it. What was damaged has been reported to the journal's {@link DamageListener}.
     *
     * @param bound only records below this position, at most the journal's {@link Journal#readable()}
     * @return null if there is no record below the bound; the reader then stands at the bound, or before it at the first
     *     position not yet read
     */
    @Nullable StoredRecord next(long bound);

    @Override
    void close();
}
