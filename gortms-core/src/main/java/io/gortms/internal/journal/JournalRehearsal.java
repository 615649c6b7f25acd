package io.gortms.internal.journal;

import java.io.IOException;
import java.nio.file.Path;

/** Loads and links what reading the first record needs, in memory. */
public final class JournalRehearsal {

    private JournalRehearsal() {}

    /**
     * Touches no file.
     *
     * @param nowhere a directory that is not there
     */
    public static void run(Path nowhere) {
        Generation generation = Generation.of(0, 0, nowhere);
        RecordCodec codec = new RecordCodec();
        byte[] header = new byte[RecordCodec.HEADER_BYTES];
        byte[] body = new byte[1];
        codec.encodeHeader(header, RecordDraft.of((byte) 0, body), 0, 0, generation.origin());
        try {
            if (codec.isHeader(header, 0, generation.origin()) && codec.decode(header, 0, body) != null) {
                Segment.closed(generation, SegmentNames.parse(SegmentNames.of(0)))
                        .start(new LocalDisk());
            }
        } catch (IOException e) {
            // there was nothing to be read
        }
    }
}
