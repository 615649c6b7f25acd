package io.gortms.internal.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The real disk, which remembers what was forced. When the power is cut, each page of 4 KiB is what it was when it was
 * forced last, or what it is now, and a name that was not forced is there or not.
 */
final class CuttableDisk extends FaultyDisk {

    private static final int PAGE_BYTES = 4096;
    private static final int MOST_BYTES = 256 * 1024;

    private final Path root;
    private final Map<Path, byte[]> forcedFiles = new TreeMap<>();
    private final Set<Path> forcedNames = new HashSet<>();

    /** What is there now is on the disk. */
    CuttableDisk(Path root) {
        this.root = root;
        for (Path path : everything()) {
            forcedNames.add(path);
            if (Files.isRegularFile(path)) {
                forcedFiles.put(path, read(path));
            }
        }
        afterForce = file -> {
            synchronized (this) {
                forcedFiles.put(file, read(file));
            }
        };
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        super.forceDirectory(directory);
        synchronized (this) {
            try (Stream<Path> children = Files.list(directory)) {
                children.forEach(forcedNames::add);
            }
        }
    }

    /** Writes what the disk may hold if the power is cut now. */
    synchronized void cut(Random random, Path image) throws IOException {
        double newer = random.nextDouble();
        Set<Path> missing = new HashSet<>();
        Files.createDirectories(image);
        for (Path path : everything()) {
            boolean there =
                    !missing.contains(path.getParent()) && (forcedNames.contains(path) || random.nextDouble() < newer);
            Path target = image.resolve(root.relativize(path).toString());
            if (!there) {
                missing.add(path);
            } else if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else {
                Files.write(target, mix(forcedFiles.getOrDefault(path, new byte[0]), read(path), random, newer));
            }
        }
    }

    private static byte[] mix(byte[] older, byte[] now, Random random, double newer) {
        int length = random.nextDouble() < newer ? now.length : Math.max(older.length, now.length / 2);
        byte[] mixed = new byte[length];
        for (int at = 0; at < length; at += PAGE_BYTES) {
            byte[] from = random.nextDouble() < newer ? now : older;
            if (at < from.length) {
                System.arraycopy(from, at, mixed, at, Math.min(PAGE_BYTES, Math.min(from.length, length) - at));
            }
        }
        return mixed;
    }

    private Iterable<Path> everything() {
        try (Stream<Path> all = Files.walk(root)) {
            return all.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            return content.readNBytes(MOST_BYTES); // what follows is a hole, which tells nothing
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
