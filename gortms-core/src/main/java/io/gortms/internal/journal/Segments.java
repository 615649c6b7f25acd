package io.gortms.internal.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The segments that are there, oldest first. Safe for use by any thread: changes replace the list. */
final class Segments {

    private final Disk disk;
    private volatile List<Segment> list;

    Segments(Disk disk, Collection<Segment> sorted) {
        this.disk = disk;
        this.list = List.copyOf(sorted);
    }

    /** The segments of these generations. */
    static Segments read(List<Generation> generations, Disk disk) throws IOException {
        TreeSet<Segment> found = new TreeSet<>();
        for (Generation generation : generations) {
            for (Path file : children(generation.directory())) {
                String name = file.getFileName().toString();
                if (SegmentNames.parse(name) >= 0) {
                    found.add(Segment.closed(generation, SegmentNames.parse(name)));
                } else if (DroppedMark.parse(name) >= 0) {
                    found.add(Segment.dropped(generation, DroppedMark.parse(name)));
                }
            }
        }
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

    synchronized void add(Segment segment) {
        List<Segment> longer = new ArrayList<>(list);
        longer.add(segment);
        list = List.copyOf(longer);
    }

    synchronized void remove(Collection<Segment> gone) {
        List<Segment> shorter = new ArrayList<>(list);
        shorter.removeAll(gone);
        list = List.copyOf(shorter);
    }

    /** Puts it in the place of the one that is equal to it. */
    synchronized void replace(Segment segment) {
        List<Segment> changed = new ArrayList<>(list);
        changed.set(Collections.binarySearch(changed, segment), segment);
        list = List.copyOf(changed);
    }

    /** Whether its records are kept: it is there, and was not dropped. */
    boolean keeps(Segment segment) {
        List<Segment> now = list;
        int index = Collections.binarySearch(now, segment);
        return index >= 0 && !now.get(index).isDropped();
    }

    /** The next one whose beginning is known, or null. */
    @Nullable Segment after(Segment segment) throws IOException {
        List<Segment> now = list;
        int index = Collections.binarySearch(now, segment);
        for (int next = index >= 0 ? index + 1 : -index - 1; next < now.size(); next++) {
            if (now.get(next).start(disk).isKnown()) {
                return now.get(next);
            }
        }
        return null;
    }

    /** The first one whose records are kept, or null. */
    @Nullable Segment first() throws IOException {
        for (Segment segment : list) {
            if (!segment.isDropped() && segment.start(disk).isKnown()) {
                return segment;
            }
        }
        return null;
    }

    /** The file of the first one, readable or not; without one, the journal itself. */
    Path oldestFile(Path journal) {
        List<Segment> now = list;
        return now.isEmpty() ? journal : now.get(0).file();
    }

    /** The last one that begins at or before this position, or null if it is before the first. */
    @Nullable Segment at(long position) throws IOException {
        return last(start -> start.position() <= position);
    }

    /** The last one whose first record is older than this, or null if there is none. */
    @Nullable Segment before(long timestampMicros) throws IOException {
        return last(start -> start.timestampMicros() < timestampMicros);
    }

    /** What each holds whose beginning is known, oldest first; the last one up to the end of the journal. */
    List<Extent> extents(long end) throws IOException {
        List<Extent> extents = new ArrayList<>();
        long to = Long.MAX_VALUE;
        List<Segment> now = list;
        for (int i = now.size() - 1; i >= 0; i--) {
            Segment segment = now.get(i);
            Segment.Start start = segment.start(disk);
            if (start.isKnown()) {
                extents.add(new Extent(start.position(), to == Long.MAX_VALUE ? end : to, segment.sizeBytes()));
                to = start.position();
            }
        }
        Collections.reverse(extents);
        return extents;
    }

    /** Reads few beginnings only, so that it takes no longer for many segments. */
    private @Nullable Segment last(Predicate<Segment.Start> test) throws IOException {
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
}
