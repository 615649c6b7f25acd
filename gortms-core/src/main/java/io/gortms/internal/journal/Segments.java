package io.gortms.internal.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The segments that are there, oldest first. Safe for use by any thread: changes replace the list. */
final class Segments {

    private final Disk disk;
    private volatile List<Segment> list;

    Segments(Disk disk, List<Segment> list) {
        this.disk = disk;
        this.list = List.copyOf(list);
    }

    /** The segments of these generations. */
    static Segments read(List<Generation> generations, Disk disk) throws IOException {
        List<Segment> found = new ArrayList<>();
        for (Generation generation : generations) {
            for (Path file : children(generation.directory())) {
                int number = SegmentNames.parse(file.getFileName().toString());
                if (number >= 0) {
                    found.add(new Segment(generation, number));
                }
            }
        }
        Collections.sort(found);
        return new Segments(disk, found);
    }

    /** The generations of a journal, oldest first; none if the directory is not there. */
    static List<Generation> generations(Path journal) throws IOException {
        List<Generation> found = new ArrayList<>();
        if (Files.isDirectory(journal)) {
            for (Path directory : children(journal)) {
                Generation generation = Generation.parse(directory);
                if (generation != null) {
                    found.add(generation);
                }
            }
        }
        found.sort((one, other) -> Integer.compare(one.number(), other.number()));
        return found;
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    List<Segment> list() {
        return list;
    }

    /** Changes are made under the append lock. */
    void add(Segment segment) {
        List<Segment> longer = new ArrayList<>(list);
        longer.add(segment);
        list = List.copyOf(longer);
    }

    boolean contains(Segment segment) {
        return Collections.binarySearch(list, segment) >= 0;
    }

    /** The next one with a record that can be read, or null. */
    @Nullable
    Segment after(Segment segment) throws IOException {
        List<Segment> now = list;
        int index = Collections.binarySearch(now, segment);
        for (int next = index >= 0 ? index + 1 : -index - 1; next < now.size(); next++) {
            if (now.get(next).start(disk).isKnown()) {
                return now.get(next);
            }
        }
        return null;
    }

    /** The first one with a record that can be read, or null. */
    @Nullable
    Segment first() throws IOException {
        for (Segment segment : list) {
            if (segment.start(disk).isKnown()) {
                return segment;
            }
        }
        return null;
    }

    /** The last one that begins at or before this position, or null if it is before the first. */
    @Nullable
    Segment at(long position) throws IOException {
        return last(start -> start.position() <= position);
    }

    /** The last one whose first record is older than this, or null if there is none. */
    @Nullable
    Segment before(long timestampMicros) throws IOException {
        return last(start -> start.timestampMicros() < timestampMicros);
    }

    /** Reads few starts only, so that it takes no longer for many segments. */
    private @Nullable Segment last(StartTest test) throws IOException {
        List<Segment> now = list;
        int low = 0;
        int high = now.size();
        Segment found = null;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int known = middle;
            while (known < high && !now.get(known).start(disk).isKnown()) {
                known++;
            }
            if (known < high && test.test(now.get(known).start(disk))) {
                found = now.get(known);
                low = known + 1;
            } else {
                high = middle;
            }
        }
        return found;
    }

    private interface StartTest {
        boolean test(Segment.Start start);
    }
}
