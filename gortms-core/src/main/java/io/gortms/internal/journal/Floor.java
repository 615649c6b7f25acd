package io.gortms.internal.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The position before which everything was deleted on purpose: what cannot be read at or after it is lost. It stands in the
 * file {@code floor}, which is made with the journal, so that deleting needs no room on a disk that is full:
 *
 * <pre>
 *  0                  512                1024
 * +------------------+------------------+
 * | note of position | note of position |   each a {@link Note}, or zeros; the higher one counts,
 * +------------------+------------------+   the lower one is overwritten next
 * </pre>
 *
 * <p>Safe for use by any thread.
 */
final class Floor {

    private static final String NAME = "floor";
    private static final int MAGIC = 0x6f6c4667; // "gFlo"
    private static final int SLOT_BYTES = 512;
    private static final int SLOTS = 2;

    private final Path journal;
    private final Path file;
    private final Disk disk;
    private long position;

    /** The slot that does not hold the position. */
    private int freeSlot;

    private Floor(Path journal, Disk disk) {
        this.journal = journal;
        this.file = journal.resolve(NAME);
        this.disk = disk;
    }

    /** The floor of this journal: 0 if it has none; where the first segment begins, if it is damaged. */
    static Floor read(Path journal, Segments segments, Disk disk, DamageLog damage) throws IOException {
        Floor floor = new Floor(journal, disk);
        if (Files.exists(floor.file) && !floor.read()) {
            damage.unusable(floor.file, "the floor is damaged; the journal is taken to begin with what can be read");
            Segment first = segments.first();
            if (first != null) {
                floor.position = Math.max(floor.position, first.start(disk).position());
            }
        }
        return floor;
    }

    /** Whether all that stands there is sound. */
    private boolean read() throws IOException {
        byte[] content = Files.readAllBytes(file);
        boolean sound = content.length == SLOTS * SLOT_BYTES;
        for (int slot = 0; slot < SLOTS; slot++) {
            int at = slot * SLOT_BYTES;
            long[] note = Note.decode(content, at, MAGIC, 1);
            if (note != null && note[0] >= position) {
                position = note[0];
                freeSlot = 1 - slot;
            }
            sound &= note != null || Note.isBlank(content, at, 1);
        }
        return sound;
    }

    synchronized long position() {
        return position;
    }

    /** Makes the file, if it is not there. */
    synchronized void create(boolean force) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        try (FileChannel channel = disk.create(file)) {
            disk.allocate(channel, 0, (long) SLOTS * SLOT_BYTES);
            if (force) {
                disk.force(channel);
            }
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Returns when the higher position is on the disk. */
    synchronized void raise(long higher) throws IOException {
        create(true);
        try (FileChannel channel = disk.openToWrite(file)) {
            ByteBuffer note = ByteBuffer.wrap(Note.encode(MAGIC, higher));
            while (note.hasRemaining()) {
                channel.write(note, (long) freeSlot * SLOT_BYTES + note.position());
            }
            disk.force(channel);
        }
        disk.forceDirectory(journal);
        position = higher;
        freeSlot = 1 - freeSlot;
    }
}
