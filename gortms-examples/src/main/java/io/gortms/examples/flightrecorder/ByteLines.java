package io.gortms.examples.flightrecorder;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a stream as bytes, so that nothing is decoded wrongly in silence and nothing grows without bound. For one
 * thread.
 */
final class ByteLines {

    private final InputStream in;
    private final int maxLineBytes;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long number;
    private long endOffset;
    private boolean terminated;
    private boolean tooLong;

    ByteLines(InputStream in, int maxLineBytes) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.maxLineBytes = maxLineBytes;
    }

    /** The next line without its line feed, or null at the end. A line that is {@link #tooLong()} is cut. */
    byte @Nullable [] next() throws IOException {
        line.reset();
        terminated = false;
        tooLong = false;
        int next = in.read();
        if (next < 0) {
            return null;
        }
        number++;
        for (; next >= 0; next = in.read()) {
            endOffset++;
            if (next == '\n') {
                terminated = true;
                break;
            }
            if (line.size() < maxLineBytes) {
                line.write(next);
            } else {
                tooLong = true;
            }
        }
        return line.toByteArray();
    }

    /** The number of the last line, from 1 on. */
    long number() {
        return number;
    }

    /** Where in the stream the last line ended, in bytes. */
    long endOffset() {
        return endOffset;
    }

    /** Whether the last line ended with a line feed, not with the stream. */
    boolean terminated() {
        return terminated;
    }

    /** Whether the last line had more bytes than are read. */
    boolean tooLong() {
        return tooLong;
    }
}
