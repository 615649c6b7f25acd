package io.gortms.internal.retention;

import io.gortms.internal.journal.LocalDisk;
import io.gortms.internal.journal.Note;
import io.gortms.internal.time.BrokerClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Before when nothing in a queue becomes due, so that a queue that nobody opens need not be opened until then: one number, a
 * {@link Note}, in the file {@code due}. It is overwritten where a smaller one comes up and when the queue is closed; while
 * it is missing or damaged the queue counts as due at once. Safe for use by any thread.
 */
public final class DueNote {

    private static final Logger LOG = LoggerFactory.getLogger(DueNote.class);
    private static final String NAME = "due";
    private static final int MAGIC = 0x65754467; // "gDue"

    private final @Nullable Path file;
    private final BooleanSupplier force;
    private volatile long notedMicros;

    private DueNote(@Nullable Path file, BooleanSupplier force, long notedMicros) {
        this.file = file;
        this.force = force;
        this.notedMicros = notedMicros;
    }

    /**
     * The note of a queue that is open.
     *
     * @param directory the queue's, or null if it is in memory
     * @param empty whether it never had a message, so that nothing becomes due though nothing is noted
     * @param force whether what is written has to survive the death of the machine
     */
    public static DueNote of(@Nullable Path directory, boolean empty, BooleanSupplier force) {
        if (directory == null) {
            return new DueNote(null, force, Long.MIN_VALUE);
        }
        Path file = directory.resolve(NAME);
        return new DueNote(file, force, read(file, empty ? Long.MAX_VALUE : Long.MIN_VALUE));
    }

    /** Before when nothing becomes due; {@link Long#MIN_VALUE} if that is not known. */
    public static long read(Path directory) {
        boolean used = Files.isDirectory(directory.resolve("journal"));
        return read(directory.resolve(NAME), used ? Long.MIN_VALUE : BrokerClock.NEVER);
    }

    private static long read(Path file, long missing) {
        try {
            long[] note = Note.decode(Files.readAllBytes(file), 0, MAGIC, 1);
            return note == null ? Long.MIN_VALUE : note[0];
        } catch (NoSuchFileException e) {
            return missing;
        } catch (IOException e) {
            return Long.MIN_VALUE;
        }
    }

    /** Something becomes due at this time. */
    public void atMost(long dueMicros) {
        if (dueMicros < notedMicros) {
            set(dueMicros);
        }
    }

    /** Nothing becomes due before this time. */
    public synchronized void set(long dueMicros) {
        if (file == null || dueMicros == notedMicros) {
            return;
        }
        notedMicros = dueMicros;
        try {
            write(file, dueMicros);
        } catch (IOException e) {
            LOG.debug("{} was not written: the queue counts as due at once", file, e);
            forget(file);
        }
    }

    private void write(Path target, long dueMicros) throws IOException {
        LocalDisk disk = new LocalDisk();
        try (FileChannel channel = Files.exists(target) ? disk.openToWrite(target) : disk.create(target)) {
            ByteBuffer note = ByteBuffer.wrap(Note.encode(MAGIC, dueMicros));
            while (note.hasRemaining()) {
                channel.write(note, note.position());
            }
            if (force.getAsBoolean()) {
                disk.force(channel);
            }
        }
    }

    /** It is not known any more when something becomes due. */
    public static void forgetIn(Path directory) {
        forget(directory.resolve(NAME));
    }

    private static void forget(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} may be wrong, and could not be deleted: the queue may be opened too late", file, e);
        }
    }
}
