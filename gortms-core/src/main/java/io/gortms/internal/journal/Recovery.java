package io.gortms.internal.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a journal ends. A generation that was closed in order says so itself; of any other the last segment is read
 * from its beginning to its end, and its last sound record is the last of the journal.
 */
final class Recovery {

    /** Where a journal ends; the timestamp is {@link Long#MIN_VALUE} if there has never been a record. */
    record End(long position, long timestampMicros) {

        static final End EMPTY = new End(0, Long.MIN_VALUE);
    }

    private final Disk disk;
    private final DamageLog damage;

    Recovery(Disk disk, DamageLog damage) {
        this.disk = disk;
        this.damage = damage;
    }

    End findEnd(List<Generation> generations, Segments segments) throws IOException {
        for (int i = generations.size() - 1; i >= 0; i--) {
            Generation generation = generations.get(i);
            Seal seal = Seal.read(generation);
            if (seal != null) {
                return new End(seal.endPosition(), seal.lastTimestampMicros());
            }
            Path sealFile = Seal.file(generation);
            if (Files.exists(sealFile)) {
                damage.unusable(sealFile, "the seal is damaged; the end was found by reading the last segment");
            }
            End end = findEnd(generation, segments.list());
            if (end != null) {
                return end;
            }
        }
        return End.EMPTY;
    }

    private @Nullable End findEnd(Generation generation, List<Segment> segments) throws IOException {
        for (int i = segments.size() - 1; i >= 0; i--) {
            Segment segment = segments.get(i);
            if (segment.generation().equals(generation)) {
                End end = readToEnd(segment);
                if (end != null) {
                    return end;
                }
            }
        }
        return null;
    }

    private @Nullable End readToEnd(Segment segment) throws IOException {
        Segment.Start start = segment.start(disk);
        if (!start.isKnown()) {
            return null;
        }
        long position = start.position();
        long timestampMicros = start.timestampMicros();
        try (SegmentReader reader = new SegmentReader(segment, disk)) {
            while (true) {
                StoredRecord found = reader.next(position, position + 1);
                if (found == null) {
                    found = reader.search(position, Long.MAX_VALUE);
                    if (found == null) {
                        return new End(position, timestampMicros);
                    }
                    damage.lost(segment, position, found.position());
                }
                position = found.position() + 1;
                timestampMicros = found.timestampMicros();
            }
        }
    }
}
