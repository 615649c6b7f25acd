package io.gortms.proof.kill;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Looks at the files that a process works on, or has left when it died: what was it about? */
final class Wreck {

    private static final String SEGMENT = ".cq4";
    private static final String LEDGER = ".ledger";
    private static final int TAIL_BYTES = 4096;

    private final Path queue;

    Wreck(Plan plan) {
        this.queue = plan.data().resolve(Plan.DOMAIN).resolve(Plan.QUEUE);
    }

    /** The segments that there are. */
    int segments() {
        return files(SEGMENT).size();
    }

    /** Whether the ledger is being written anew, beside the old one. */
    boolean hasTwoLedgers() {
        return files(LEDGER).size() > 1;
    }

    /** What was cut short. */
    Set<String> cutShort(RunLog log) {
        Set<String> found = new TreeSet<>();
        IntStream.range(0, RunLog.ACTORS)
                .mapToObj(log::step)
                .filter(step -> step != Step.IDLE)
                .forEach(step -> found.add(step.name().toLowerCase(Locale.ROOT)));
        if (hasTwoLedgers()) {
            found.add("checkpointing");
        }
        if (isRolling()) {
            found.add("rolling");
        }
        return found;
    }

    /** The last segment is empty, or the one before it not trimmed to what is in it. */
    private boolean isRolling() {
        List<Path> segments = files(SEGMENT);
        int last = segments.size() - 1;
        return last > 0
                && segments.get(last).getParent().equals(segments.get(last - 1).getParent())
                && (isZero(segments.get(last), 0) || endsInZeros(segments.get(last - 1)));
    }

    private static boolean endsInZeros(Path file) {
        return isZero(file, Math.max(0, file.toFile().length() - TAIL_BYTES));
    }

    private static boolean isZero(Path file, long from) {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            byte[] read = new byte[(int) Math.min(TAIL_BYTES, bytes.length() - from)];
            bytes.seek(from);
            bytes.readFully(read);
            for (byte b : read) {
                if (b != 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of this kind, those made last at the end. */
    private List<Path> files(String suffix) {
        if (!Files.isDirectory(queue)) {
            return List.of();
        }
        try (Stream<Path> files =
                Files.find(queue, 4, (path, attributes) -> path.toString().endsWith(suffix))) {
            return files.sorted(Comparator.comparing(Path::toString)).toList();
        } catch (UncheckedIOException e) {
            return files(suffix); // a file went while the list was made
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
