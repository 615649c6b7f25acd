package io.gortms.internal.delivery;

import io.gortms.internal.journal.Journal;
import io.gortms.internal.journal.JournalReader;
import io.gortms.internal.journal.StoredRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reading of the journal at a time for {@link Supply}: single messages, then on from a position. What is to be read is said,
 * and what was read is taken, with the group's lock; {@link #read()} runs without it, on one thread.
 */
final class ReadingAhead {

    private static final int BATCH_RECORDS = 512;
    private static final long BATCH_BYTES = 1 << 20;

    private final Journal journal;
    private final List<StoredRecord> found = new ArrayList<>();
    private final List<StoredRecord> fetched = new ArrayList<>();
    private @Nullable JournalReader reader;
    private @Nullable JournalReader fetcher;
    private long[] toFetch = new long[16];
    private int toFetchCount;
    private boolean readOn;
    private long readTo;

    ReadingAhead(Journal journal) {
        this.journal = journal;
    }

    /** Plans a reading: nothing is to be read yet. */
    void clear() {
        toFetchCount = 0;
        readOn = false;
        found.clear();
        fetched.clear();
    }

    /** One more message is to be read. */
    void fetch(long position) {
        if (toFetchCount == toFetch.length) {
            toFetch = Arrays.copyOf(toFetch, toFetchCount * 2);
        }
        toFetch[toFetchCount++] = position;
    }

    /** The journal is to be read on from here. */
    void readOnFrom(long position) {
        readOn = true;
        readTo = position;
    }

    boolean mayFetchMore() {
        return toFetchCount < BATCH_RECORDS;
    }

    int fetchCount() {
        return toFetchCount;
    }

    long fetchPosition(int index) {
        return toFetch[index];
    }

    /** The single messages that could be read, in the order they were asked for. */
    List<StoredRecord> fetched() {
        return fetched;
    }

    boolean hasReadOn() {
        return readOn;
    }

    /** Where the next reading goes on. */
    long readTo() {
        return readTo;
    }

    /** What came when reading on. */
    List<StoredRecord> found() {
        return found;
    }

    /** Reads what was planned. */
    void read() {
        for (int i = 0; i < toFetchCount; i++) {
            StoredRecord stored = readOne(toFetch[i]);
            if (stored != null) {
                fetched.add(stored);
            }
        }
        if (readOn) {
            readAhead();
        }
    }

    private @Nullable StoredRecord readOne(long position) {
        if (fetcher == null) {
            fetcher = journal.openReader();
        }
        fetcher.moveTo(position);
        return fetcher.next(position + 1);
    }

    private void readAhead() {
        long bound = journal.readable();
        if (readTo >= bound) {
            readTo = bound;
            return;
        }
        if (reader == null) {
            reader = journal.openReader();
        }
        if (reader.position() != readTo) {
            reader.moveTo(readTo);
        }
        long bytes = 0;
        while (found.size() < BATCH_RECORDS && bytes < BATCH_BYTES) {
            StoredRecord stored = reader.next(bound);
            if (stored == null) {
                break;
            }
            found.add(stored);
            bytes += stored.sizeBytes();
        }
        readTo = reader.position();
    }

    void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
        if (fetcher != null) {
            fetcher.close();
            fetcher = null;
        }
    }
}
