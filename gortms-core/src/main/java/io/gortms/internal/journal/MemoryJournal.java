package io.gortms.internal.journal;

import io.gortms.Durability;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A journal in memory, which begins at 0 and is gone when it is closed. Records are not copied when they are read. */
public final class MemoryJournal implements Journal {

    private static final int CHUNK_RECORDS = 1024;
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);
    private static final VarHandle END;

    static {
        try {
            END = MethodHandles.lookup().findVarHandle(MemoryJournal.class, "end", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Records at consecutive positions; those before the journal's first are null again. */
    private static final class Chunk {

        final long firstPosition;
        final @Nullable StoredRecord[] records = new StoredRecord[CHUNK_RECORDS];
        final AtomicLong sizeBytes = new AtomicLong();

        Chunk(long firstPosition) {
            this.firstPosition = firstPosition;
        }
    }

    private final long origin = RandomIds.next();
    private volatile Chunk[] chunks = {};
    private volatile long firstPosition;
    private volatile long end;
    private volatile long lastTimestampMicros = Long.MIN_VALUE;

    @Override
    public void checkRoom(int records, long bytes) {
        // the queue's bounds are all that limits memory
    }

    @Override
    public long append(List<RecordDraft> drafts, long timestampMicros) {
        long first = end;
        long position = first;
        for (RecordDraft draft : drafts) {
            put(new StoredRecord(draft, position, timestampMicros, origin));
            position++;
        }
        lastTimestampMicros = timestampMicros;
        END.setRelease(this, position);
        return first;
    }

    private void put(StoredRecord stored) {
        long position = stored.position();
        int index = (int) (position % CHUNK_RECORDS);
        Chunk[] now = chunks;
        // what a failed append has left is written over
        boolean there = now.length > 0 && position < now[now.length - 1].firstPosition + CHUNK_RECORDS;
        Chunk chunk = there ? Objects.requireNonNull(chunkOf(now, position)) : addChunk(position);
        StoredRecord before = chunk.records[index];
        chunk.records[index] = stored;
        chunk.sizeBytes.addAndGet(stored.sizeBytes() - (before == null ? 0 : before.sizeBytes()));
    }

    @Override
    public void setDurability(Durability durability) {
        // nothing in memory survives anything
    }

    @Override
    public long origin() {
        return origin;
    }

    @Override
    public boolean hasFailed() {
        return false;
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public long readable() {
        return end;
    }

    @Override
    public long lastTimestampMicros() {
        return lastTimestampMicros;
    }

    @Override
    public long firstPosition() {
        return firstPosition;
    }

    @Override
    public long firstPositionSince(long timestampMicros) {
        long low = firstPosition;
        long high = end;
        while (low < high) {
            long middle = (low + high) >>> 1;
            long kept = nextKept(middle, high);
            StoredRecord found = kept < high ? at(kept) : null;
            if (found != null && found.timestampMicros() < timestampMicros) {
                low = kept + 1;
            } else {
                high = middle;
            }
        }
        return nextKept(low, end);
    }

    private long nextKept(long from, long to) {
        long position = from;
        while (position < to && at(position) == null) {
            Chunk chunk = chunkOf(chunks, position);
            position = chunk != null && chunk.sizeBytes.get() == 0 ? chunk.firstPosition + CHUNK_RECORDS : position + 1;
        }
        return Math.min(position, to);
    }

    @Override
    public void awaitDurable(long position) {
        // memory survives nothing
    }

    @Override
    public CompletableFuture<Void> whenDurable(long position) {
        return DONE;
    }

    @Override
    public JournalReader openReader() {
        return new Reader(firstPosition);
    }

    @Override
    public long deleteBefore(long position) {
        long from = firstPosition;
        long to = Math.min(position, end);
        if (to <= from) {
            return 0;
        }
        firstPosition = to;
        long bytes = clear(from, to);
        forgetChunksBefore(to);
        return bytes;
    }

    @Override
    public long deleteWithin(long from, long to) {
        return clear(Math.max(from, firstPosition), Math.min(to, end));
    }

    @Override
    public boolean canFree() {
        return firstPosition < end;
    }

    @Override
    public boolean freesSingleRecords() {
        return true;
    }

    @Override
    public long sizeBytes(long from, long to) {
        long bytes = 0;
        for (long position = Math.max(from, firstPosition); position < to; position++) {
            StoredRecord stored = at(position);
            bytes += stored == null ? 0 : stored.sizeBytes();
        }
        return bytes;
    }

    @Override
    public List<Extent> extents() {
        long first = firstPosition;
        long last = end;
        List<Extent> extents = new ArrayList<>();
        for (Chunk chunk : chunks) {
            long from = Math.max(first, chunk.firstPosition);
            long to = Math.min(last, chunk.firstPosition + CHUNK_RECORDS);
            if (from < to) {
                extents.add(new Extent(from, to, chunk.sizeBytes.get()));
            }
        }
        return extents;
    }

    @Override
    public long sizeBytes() {
        long bytes = 0;
        for (Chunk chunk : chunks) {
            bytes += chunk.sizeBytes.get();
        }
        return bytes;
    }

    @Override
    public void close() {
        // nothing is held but memory
    }

    private long clear(long from, long to) {
        long bytes = 0;
        for (long position = from; position < to; position++) {
            Chunk chunk = chunkOf(chunks, position);
            int index = (int) (position % CHUNK_RECORDS);
            StoredRecord gone = chunk == null ? null : chunk.records[index];
            if (chunk != null && gone != null) {
                bytes += gone.sizeBytes();
                chunk.sizeBytes.addAndGet(-gone.sizeBytes());
                chunk.records[index] = null;
            }
        }
        return bytes;
    }

    /** The appender adds chunks meanwhile. */
    private synchronized void forgetChunksBefore(long position) {
        Chunk[] now = chunks;
        int kept = 0;
        while (kept < now.length - 1 && now[kept + 1].firstPosition <= position) {
            kept++;
        }
        chunks = Arrays.copyOfRange(now, kept, now.length);
    }

    private synchronized Chunk addChunk(long position) {
        Chunk[] longer = Arrays.copyOf(chunks, chunks.length + 1);
        Chunk added = new Chunk(position);
        longer[longer.length - 1] = added;
        chunks = longer;
        return added;
    }

    /** The record, or null if it is gone; the position is before the end. */
    private @Nullable StoredRecord at(long position) {
        Chunk chunk = chunkOf(chunks, position);
        return chunk == null ? null : chunk.records[(int) (position % CHUNK_RECORDS)];
    }

    private static @Nullable Chunk chunkOf(Chunk[] chunks, long position) {
        long offset = position - chunks[0].firstPosition;
        return offset < 0 ? null : chunks[(int) (offset / CHUNK_RECORDS)];
    }

    private final class Reader implements JournalReader {

        private long position;

        private Reader(long position) {
            this.position = position;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public void moveTo(long target) {
            position = target;
        }

        @Override
        public @Nullable StoredRecord next(long bound) {
            long limit = Math.min(bound, end);
            while (position < limit) {
                StoredRecord found = at(position);
                if (found != null) {
                    position++;
                    return found;
                }
                position = nextKept(Math.max(position + 1, firstPosition), limit);
            }
            return null;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
