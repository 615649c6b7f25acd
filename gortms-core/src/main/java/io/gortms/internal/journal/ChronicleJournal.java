package io.gortms.internal.journal;

import io.gortms.BrokerException;
import io.gortms.Durability;
import io.gortms.DurabilityUnknownException;
import io.gortms.StorageException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal on disk, in a directory of its own:
 *
 * <pre>
 * 00000000-5be2…/            what the first opening appended: a {@link Generation}
 *     19700101-01F.cq4       its {@link Segment}s, by Chronicle Queue
 *     19700101-02F.cq4
 *     seal                   where it ends, if it was closed in order: {@link Seal}
 * 00000001-c07d…/            what the second one did
 * </pre>
 *
 * <p>Opening and reading change nothing on the disk; the directory of a new generation is made by its first append.
 */
public final class ChronicleJournal implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(ChronicleJournal.class);
    /** What a record has besides the payload, at most: id, key, 64 KiB of headers, what dead letters add; and some more. */
    private static final int LARGEST_OVERHEAD_BYTES = 128 * 1024;

    private static final VarHandle END;
    private static final VarHandle LAST_TIMESTAMP;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            END = lookup.findVarHandle(ChronicleJournal.class, "end", long.class);
            LAST_TIMESTAMP = lookup.findVarHandle(ChronicleJournal.class, "lastTimestampMicros", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Path directory;
    private volatile JournalConfig config;
    private final Segments segments;
    private final Retention retention;
    private final Floor floor;
    private final DamageLog damage;
    private volatile Barrier barrier;

    private volatile long firstPosition;
    private volatile long end;
    private volatile long lastTimestampMicros;
    private volatile boolean closed;

    // What follows is guarded by the append lock.

    private int nextGeneration;
    private @Nullable GenerationWriter writer;

    /** Until the first append. */
    private @Nullable Recovery recovery;

    private ChronicleJournal(
            Path directory,
            JournalConfig config,
            Segments segments,
            DamageLog damage,
            Recovery recovery,
            Floor floor,
            Recovery.End found,
            int nextGeneration) {
        this.directory = directory;
        this.config = config;
        this.segments = segments;
        this.retention = new Retention(directory, segments, config.disk());
        this.damage = damage;
        this.recovery = recovery;
        this.floor = floor;
        this.firstPosition = floor.position();
        this.end = Math.max(firstPosition, found.position());
        this.lastTimestampMicros = found.timestampMicros();
        this.nextGeneration = nextGeneration;
        this.barrier = new Barrier(config, this.end, this::end);
    }

    /**
     * Opens the journal of this directory, which need not exist.
     *
     * @throws StorageException if it cannot be read
     */
    public static ChronicleJournal open(Path directory, JournalConfig config) {
        DamageLog damage = new DamageLog(config.damageListener());
        try {
            List<Generation> generations = Segments.generations(directory);
            Segments segments = Segments.read(generations, config.disk());
            Recovery recovery = new Recovery(config.disk(), damage, generations, segments);
            Recovery.End end = recovery.findEnd();
            Floor floor = Floor.read(directory, segments, config.disk(), damage);
            if (config.survivesPowerLoss()) {
                recovery.forceTail();
            }
            int next = generations.isEmpty()
                    ? 0
                    : generations.get(generations.size() - 1).number() + 1;
            return new ChronicleJournal(directory, config, segments, damage, recovery, floor, end, next);
        } catch (IOException e) {
            throw new StorageException("cannot read " + directory + "; check the disk and its permissions", e);
        }
    }

    @Override
    public void checkRoom(int records, long bytes) {
        checkUsable();
        try {
            GenerationWriter appending = writer;
            if (appending == null) {
                appending = begin(LARGEST_OVERHEAD_BYTES + config.maxMessageBytes());
            }
            appending.ensureRoom(bytes + (long) records * ChronicleAppender.EXCERPT_BYTES);
        } catch (BrokerException e) {
            throw e;
        } catch (Exception | InternalError e) {
            throw appendFailure(e);
        }
    }

    private GenerationWriter begin(int largestRecordBytes) {
        Recovery before = recovery;
        if (before != null) {
            before.tidy();
            recovery = null;
        }
        Generation generation = Generation.of(nextGeneration, RandomIds.next(), directory);
        GenerationWriter begun = GenerationWriter.create(config, generation, largestRecordBytes, segments, barrier);
        nextGeneration++;
        writer = begun;
        createFloor();
        return begun;
    }

    /** What cannot be made now is made when it is needed. */
    private void createFloor() {
        try {
            floor.create(config.survivesPowerLoss());
        } catch (IOException e) {
            LOG.debug("no floor for {}", directory, e);
        }
    }

    @Override
    public long append(List<RecordDraft> drafts, long timestampMicros) {
        checkUsable();
        GenerationWriter appending = writer;
        if (appending == null) {
            throw new IllegalStateException("checkRoom comes before append");
        }
        long first = end;
        try {
            int largestBytes = largestBytes(drafts);
            if (largestBytes > appending.largestRecordBytes()) {
                appending = enlarge(appending, largestBytes);
            }
            appending.append(drafts, first, timestampMicros);
        } catch (BrokerException e) {
            throw e;
        } catch (Exception | InternalError e) { // Chronicle throws checked exceptions too, undeclared
            abandon(appending, e);
            throw appendFailure(e);
        }
        LAST_TIMESTAMP.setRelease(this, timestampMicros);
        END.setRelease(this, first + drafts.size());
        return first;
    }

    private static int largestBytes(List<RecordDraft> drafts) {
        int largest = 0;
        for (int i = 0; i < drafts.size(); i++) {
            largest = Math.max(largest, drafts.get(i).encodedSize());
        }
        return largest;
    }

    /** The limit has been raised since the opening: Chronicle has to be told at its own. */
    private GenerationWriter enlarge(GenerationWriter small, int recordBytes) {
        long room = small.roomBytes();
        barrier.rollTo(null);
        writer = null;
        small.close(new Seal(small.lastSegment(), end, lastTimestampMicros));
        GenerationWriter large = begin(LARGEST_OVERHEAD_BYTES + recordBytes);
        large.ensureRoom(room);
        return large;
    }

    private StorageException appendFailure(Throwable cause) {
        return new StorageException(
                "cannot append to '" + config.resource() + "' (" + cause + "); nothing was stored; check the disk",
                cause);
    }

    /**
     * What Chronicle has left behind after a failure is not appended to again: the next append begins a new generation. What
     * the failed append has written of its records is cut off, and the end before it noted.
     *
     * @throws DurabilityUnknownException if neither can be done: the next opening may find some of them
     */
    private void abandon(GenerationWriter failed, Throwable cause) {
        writer = null;
        Seal seal = forceAll() ? new Seal(failed.lastSegment(), end, lastTimestampMicros) : null;
        boolean ended = false;
        try {
            ended = failed.close(seal);
        } catch (Exception | InternalError e) {
            LOG.warn("while giving up {}", failed.generation().directory(), e);
        }
        if (!ended) {
            barrier.fail(cause);
            barrier.check();
        }
    }

    private void checkUsable() {
        if (closed) {
            throw new IllegalStateException("the journal of '" + config.resource() + "' is closed");
        }
        barrier.check();
    }

    @Override
    public void setDurability(Durability durability) {
        if (closed || durability == config.durability()) {
            return;
        }
        JournalConfig changed = config.withDurability(durability);
        GenerationWriter appending = writer;
        barrier.rollTo(null);
        writer = null;
        if (appending != null) {
            appending.close(new Seal(appending.lastSegment(), end, lastTimestampMicros));
        }
        barrier = new Barrier(changed, end, this::end);
        config = changed; // after the barrier: who sees the one without the other may see everything there is
    }

    @Override
    public boolean hasFailed() {
        return barrier.hasFailed();
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public long readable() {
        return config.survivesPowerLoss() ? barrier.durable() : end;
    }

    @Override
    public long origin() {
        GenerationWriter appending = writer;
        if (appending == null) {
            throw new IllegalStateException("nothing has been appended since the opening");
        }
        return appending.generation().origin();
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
        long endBefore = end;
        if (timestampMicros > lastTimestampMicros) {
            return endBefore;
        }
        try {
            return new TimeSearch(segments, config.disk()).firstSince(timestampMicros, firstPosition, endBefore);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public void awaitDurable(long position) {
        if (config.survivesPowerLoss()) {
            barrier.await(position);
        }
    }

    @Override
    public CompletableFuture<Void> whenDurable(long position) {
        return config.survivesPowerLoss() ? barrier.when(position) : CompletableFuture.completedFuture(null);
    }

    @Override
    public JournalReader openReader() {
        return new SegmentedReader(directory, segments, config.disk(), damage, this::firstPosition, this::readable);
    }

    @Override
    public long deleteBefore(long position) {
        try {
            long kept = retention.keptFrom(position);
            if (kept <= firstPosition) {
                return 0;
            }
            floor.raise(kept);
            firstPosition = kept;
            return retention.deleteBefore(kept);
        } catch (IOException e) {
            throw undeletable(e);
        }
    }

    @Override
    public long deleteWithin(long from, long to) {
        try {
            return retention.deleteWithin(from, to);
        } catch (IOException e) {
            throw undeletable(e);
        }
    }

    @Override
    public boolean canFree() {
        return segments.list().size() > 1;
    }

    @Override
    public long sizeBytes(long from, long to) {
        throw new UnsupportedOperationException("segments are freed whole");
    }

    @Override
    public List<Extent> extents() {
        try {
            return segments.extents(end);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public long sizeBytes() {
        return segments.list().stream().mapToLong(Segment::sizeBytes).sum();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        damage.close();
        GenerationWriter appending = writer;
        writer = null;
        if (appending != null) {
            boolean durable = forceAll();
            appending.close(durable ? new Seal(appending.lastSegment(), end, lastTimestampMicros) : null);
        }
    }

    /** Those who wait for a barrier that fails are told; that the end is not noted makes the next opening look for it. */
    private boolean forceAll() {
        try {
            barrier.check();
            barrier.rollTo(null);
            return true;
        } catch (DurabilityUnknownException e) {
            LOG.warn("'{}' ends without its last barrier", config.resource(), e);
            return false;
        }
    }

    private StorageException unreadable(IOException cause) {
        return new StorageException("cannot read " + directory + "; check the disk", cause);
    }

    private StorageException undeletable(IOException cause) {
        return new StorageException("cannot delete segments in " + directory + "; check its permissions", cause);
    }
}
