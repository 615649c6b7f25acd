package io.gortms.examples.flightrecorder;

import io.gortms.InvalidPayloadException;
import io.gortms.Message;
import io.gortms.MessageTooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Publishes the lines of a JSON Lines stream (UTF-8, a JSON value on each line; blank lines are passed over). A line that
 * cannot be published is reported with its number and left out; the others are published as they stand.
 */
final class JsonLinesSource implements Source {

    private final InputStream in;
    private final int maxLineBytes;
    private final PrintStream err;
    private volatile boolean stopped;
    private long refused;

    JsonLinesSource(InputStream in, int maxLineBytes, PrintStream err) {
        this.in = in;
        this.maxLineBytes = maxLineBytes;
        this.err = err;
    }

    @Override
    public void publishTo(Intake intake) throws IOException {
        ByteLines lines = new ByteLines(in, maxLineBytes);
        for (byte[] line = lines.next(); line != null && !stopped; line = lines.next()) {
            if (lines.tooLong()) {
                refuse(lines, "is longer than " + maxLineBytes + " bytes");
            } else {
                publish(intake, lines, line);
            }
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }

    /** How many lines were left out. To be asked when {@link #publishTo} has returned. */
    long refused() {
        return refused;
    }

    private void publish(Intake intake, ByteLines lines, byte[] line) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
            String json = withoutMarks(text, lines.number());
            if (!json.isBlank()) {
                intake.publish(Message.json(json));
            }
        } catch (CharacterCodingException e) {
            refuse(lines, "is not UTF-8");
        } catch (InvalidPayloadException | MessageTooLargeException e) {
            refuse(lines, "is left out: " + e.getMessage());
        }
    }

    /** Without the byte order mark that some programs put before the first line, and the CR they put behind each. */
    private static String withoutMarks(String line, long number) {
        int start = number == 1 && line.startsWith("\uFEFF") ? 1 : 0;
        int end = line.endsWith("\r") ? line.length() - 1 : line.length();
        return line.substring(start, Math.max(start, end));
    }

    private void refuse(ByteLines lines, String problem) {
        refused++;
        err.println("line " + lines.number() + " " + problem);
    }
}
