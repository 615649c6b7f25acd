package io.gortms.examples.flightrecorder;

import io.gortms.StoredMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A JSON Lines file with each message of a queue on one line, exactly once, in position order. For one thread.
 *
 * <p>The queue delivers at least once: a process killed between a write to this file and the ack gets the messages again.
 * So each line carries its message's position, line n that of position n, and the file itself tells what it has:
 *
 * <ul>
 *   <li>a message that is here already is not written again;
 *   <li>a last line without its line feed was being written when the process died: it is cut off when the file is opened,
 *       and its message, which cannot have been acked, is written again;
 *   <li>a file that ends before the group's position (the machine died, or someone moved the file away) is filled up from
 *       the queue's history: {@link Archiver} moves the group back to {@link #nextPosition()}.
 * </ul>
 */
final class JsonLinesArchive implements AutoCloseable {

    private static final int MAX_LINE_BYTES = 64 * 1024 * 1024;

    private final FileChannel channel;
    private long nextPosition;

    /**
     * What a file holds.
     *
     * @param lines how many lines, which are those of the positions below
     * @param completeBytes where the last whole line ends
     */
    private record Content(long lines, long completeBytes) {}

    private JsonLinesArchive(FileChannel channel, long nextPosition) {
        this.channel = channel;
        this.nextPosition = nextPosition;
    }

    /**
     * Opens or makes the file.
     *
     * @param queueEnd the position the queue's next message gets
     * @throws IOException if the file is not an archive of this queue; nothing is changed then
     */
    static JsonLinesArchive open(Path file, long queueEnd) throws IOException {
        Content content = Files.exists(file) ? scan(file) : new Content(0, 0);
        if (content.lines > queueEnd) {
            throw new IOException(file + " has " + content.lines + " messages and the queue only " + queueEnd
                    + ": it is not this queue's archive, or the queue has lost its end; move the file away, and a new"
                    + " one is written from the queue");
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(content.completeBytes);
        channel.position(content.completeBytes);
        return new JsonLinesArchive(channel, content.lines);
    }

    /** Counts the lines of a file, which must be those of the positions 0, 1, 2, …, each whole. */
    static long verify(Path file) throws IOException {
        Content content = scan(file);
        if (content.completeBytes != Files.size(file)) {
            throw new IOException(file + " ends in the middle of a line");
        }
        return content.lines;
    }

    /** The position of the next message that is not in the file yet. */
    long nextPosition() {
        return nextPosition;
    }

    /** Writes those messages that are not here yet, with one write. They are given in position order. */
    void append(List<? extends StoredMessage> messages) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (StoredMessage message : messages) {
            if (message.position() >= nextPosition) {
                writeLine(lines, message);
                nextPosition = message.position() + 1;
            }
        }
        ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static void writeLine(ByteArrayOutputStream lines, StoredMessage message) {
        // The payload is JSON on one line, kept byte for byte; an id may hold any character, so it is left out.
        lines.writeBytes(
                utf8(lineStart(message.position()) + "\"published\":\"" + message.timestamp() + "\",\"payload\":"));
        lines.writeBytes(message.payload());
        lines.writeBytes(utf8("}\n"));
    }

    private static Content scan(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            ByteLines lines = new ByteLines(in, MAX_LINE_BYTES);
            Content content = new Content(0, 0);
            for (byte[] line = lines.next(); line != null && lines.terminated(); line = lines.next()) {
                if (!startsWith(line, utf8(lineStart(content.lines)))) {
                    throw new IOException("line " + lines.number() + " of " + file + " is not that of position "
                            + content.lines + "; move the file away, and a new one is written from the queue");
                }
                content = new Content(content.lines + 1, lines.endOffset());
            }
            return content;
        }
    }

    private static String lineStart(long position) {
        return "{\"position\":" + position + ",";
    }

    private static boolean startsWith(byte[] line, byte[] start) {
        return line.length >= start.length
                && ByteBuffer.wrap(line, 0, start.length).equals(ByteBuffer.wrap(start));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
