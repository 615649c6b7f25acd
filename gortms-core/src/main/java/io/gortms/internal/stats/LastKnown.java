package io.gortms.internal.stats;

import io.gortms.internal.journal.LocalDisk;
import io.gortms.internal.journal.Note;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was known of a queue when it was last open: so many numbers, a {@link Note}, in the file {@code known}. First those of
 * the queue, in the order of the fields here, then three of each group: its number, its position, its lag. Written where the
 * ledger is written anew, and when the queue is closed; never forced. It serves statistics only: one that is missing, damaged or
 * old does no harm.
 *
 * @param asOfMicros when it was so
 * @param firstPosition the oldest position kept
 * @param endPosition the position that the next message gets
 * @param sizeBytes what the messages take
 * @param messages how many wait
 * @param oldestMicros since when the oldest message is there that some group has not settled; {@link #NONE} if there is none
 */
public record LastKnown(
        long asOfMicros,
        long firstPosition,
        long endPosition,
        long sizeBytes,
        long messages,
        long oldestMicros,
        List<Group> groups) {

    /** No message. */
    public static final long NONE = Long.MAX_VALUE;

    private static final Logger LOG = LoggerFactory.getLogger(LastKnown.class);
    private static final String NAME = "known";
    private static final int MAGIC = 0x6e6b5467; // "gTkn"
    private static final int QUEUE_NUMBERS = 6;
    private static final int GROUP_NUMBERS = 3;

    /** What was known of a group. */
    public record Group(int id, long position, long lag) {}

    public LastKnown {
        groups = List.copyOf(groups);
    }

    /** What is noted in the queue's directory; null if nothing is, or it is damaged. */
    public static @Nullable LastKnown read(Path directory) {
        try {
            byte[] content = Files.readAllBytes(directory.resolve(NAME));
            return decode(content);
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable LastKnown decode(byte[] content) {
        int count = (content.length - Note.bytes(0)) / Long.BYTES;
        if (count < QUEUE_NUMBERS || (count - QUEUE_NUMBERS) % GROUP_NUMBERS != 0) {
            return null;
        }
        long[] numbers = Note.decode(content, 0, MAGIC, count);
        if (numbers == null) {
            return null;
        }
        List<Group> groups = new ArrayList<>();
        for (int i = QUEUE_NUMBERS; i < count; i += GROUP_NUMBERS) {
            groups.add(new Group((int) numbers[i], numbers[i + 1], numbers[i + 2]));
        }
        return new LastKnown(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], groups);
    }

    /** Notes it in the queue's directory, if it can. */
    public void write(Path directory) {
        long[] numbers = new long[QUEUE_NUMBERS + groups.size() * GROUP_NUMBERS];
        long[] own = {asOfMicros, firstPosition, endPosition, sizeBytes, messages, oldestMicros};
        System.arraycopy(own, 0, numbers, 0, QUEUE_NUMBERS);
        int at = QUEUE_NUMBERS;
        for (Group group : groups) {
            numbers[at++] = group.id;
            numbers[at++] = group.position;
            numbers[at++] = group.lag;
        }
        Path file = directory.resolve(NAME);
        try {
            write(file, ByteBuffer.wrap(Note.encode(MAGIC, numbers)));
        } catch (IOException e) {
            LOG.debug("{} was not written: statistics of the queue are older until it is opened", file, e);
        }
    }

    private static void write(Path file, ByteBuffer note) throws IOException {
        LocalDisk disk = new LocalDisk();
        try (FileChannel channel = Files.exists(file) ? disk.openToWrite(file) : disk.create(file)) {
            disk.truncate(channel, note.remaining());
            while (note.hasRemaining()) {
                channel.write(note, note.position());
            }
        }
    }
}
