package io.gortms.internal.group;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of one ledger: those with entries, and a spare one, whose blocks are allocated too and which becomes the next.
 * A file that is not needed any more becomes the spare. Safe for use by any thread, but each file is given to one caller.
 */
final class LedgerDirectory {

    /** A file with entries. */
    record Found(Path path, long number, int tag) {}

    /** Files are made longer by multiples of this. */
    static final int STEP_BYTES = 1 << 16;

    static final int MAX_FILE_BYTES = 1 << 30;

    /** At least. */
    private static final int NUMBER_DIGITS = 10;

    private static final Pattern NAME = Pattern.compile("(\\d{10,18})-([0-9a-f]{8})\\.ledger");
    private static final String SPARE = "spare";
    private static final boolean CAN_FORCE =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final ByteBuffer ZEROS =
            ByteBuffer.allocateDirect(STEP_BYTES).asReadOnlyBuffer();

    private final Path directory;
    private final long uid;
    private final SplittableRandom tags = new SplittableRandom();

    /** Guards the spare file. Taken last. */
    private final ReentrantLock spareLock = new ReentrantLock();

    private volatile boolean dirty;
    private volatile boolean created;

    LedgerDirectory(Path directory, long uid) {
        this.directory = directory;
        this.uid = uid;
    }

    long uid() {
        return uid;
    }

    Path path() {
        return directory;
    }

    /** The files with entries, oldest first. */
    List<Found> list() throws IOException {
        List<Found> found = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return found;
        }
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
            for (Path path : paths) {
                Matcher name = NAME.matcher(path.getFileName().toString());
                if (name.matches()) {
                    found.add(new Found(
                            path, Long.parseLong(name.group(1)), Integer.parseUnsignedInt(name.group(2), 16)));
                }
            }
        }
        found.sort(Comparator.comparingLong(Found::number));
        return found;
    }

    /** How long the spare file is; 0 if there is none. */
    long spareBytes() {
        try {
            return Files.size(spare());
        } catch (IOException e) {
            return 0;
        }
    }

    /** Makes the spare file at least this long, or says that there is no room. */
    boolean ensureSpare(int bytes) {
        spareLock.lock();
        try {
            return growSpare(bytes);
        } finally {
            spareLock.unlock();
        }
    }

    /** Like {@link #ensureSpare}; does nothing if another thread is at it. */
    boolean ensureSpareUnlessBusy(int bytes) {
        if (!spareLock.tryLock()) {
            return true;
        }
        try {
            return growSpare(bytes);
        } finally {
            spareLock.unlock();
        }
    }

    private boolean growSpare(int bytes) {
        long before = spareBytes();
        if (before >= bytes) {
            return true;
        }
        try {
            if (Files.notExists(directory)) {
                Files.createDirectories(directory);
                created = true;
            }
            allocate(spare(), before, bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Cuts a spare file that is far longer than needed. */
    void shrinkSpare(int bytes) throws IOException {
        spareLock.lock();
        try {
            truncate(spare(), bytes);
        } finally {
            spareLock.unlock();
        }
    }

    /** Makes the spare file the one with this number. */
    LedgerFile begin(long number) throws IOException {
        spareLock.lock();
        try {
            int tag = tags.nextInt();
            int capacityBytes = (int) Math.min(spareBytes(), MAX_FILE_BYTES) & -LedgerFormat.PAGE_BYTES;
            FileWork.run(
                    spare(),
                    channel -> writeFully(channel, LedgerFile.header(uid, number, tag, capacityBytes), 0),
                    StandardOpenOption.WRITE);
            Path path = directory.resolve(name(number, tag));
            Files.move(spare(), path, StandardCopyOption.ATOMIC_MOVE);
            dirty = true;
            return new LedgerFile(path, uid, number, tag, capacityBytes);
        } finally {
            spareLock.unlock();
        }
    }

    private static String name(long number, int tag) {
        String digits = Long.toString(number);
        return "0".repeat(Math.max(0, NUMBER_DIGITS - digits.length())) + digits + '-'
                + HexFormat.of().toHexDigits(tag) + ".ledger";
    }

    /** Makes a file longer, or throws and leaves it as it was. */
    void extend(LedgerFile file, int capacityBytes) throws IOException {
        allocate(file.path(), file.capacityBytes(), capacityBytes);
        file.extended(capacityBytes);
    }

    /** A file is not needed any more: it becomes the spare one, or goes. */
    void retire(Path path) throws IOException {
        spareLock.lock();
        try {
            if (spareBytes() > 0 || Files.notExists(path)) {
                Files.deleteIfExists(path);
            } else {
                Files.move(path, spare(), StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            spareLock.unlock();
        }
    }

    /** Files are found under their names after the death of the machine, too, where directories can be forced. */
    void force() throws IOException {
        if (dirty) {
            forceDirectory(directory);
            dirty = false;
        }
        if (created) {
            forceDirectory(directory.resolve(".."));
            created = false;
        }
    }

    private static void forceDirectory(Path path) throws IOException {
        if (CAN_FORCE) {
            FileWork.run(
                    path,
                    channel -> {
                        channel.force(true);
                        return path;
                    },
                    StandardOpenOption.READ);
        }
    }

    private Path spare() {
        return directory.resolve(SPARE);
    }

    /** Writes zeros, so that the blocks are there before the file is mapped: no store into it can fail for want of room. */
    private static void allocate(Path path, long from, long to) throws IOException {
        try {
            FileWork.run(
                    path,
                    channel -> {
                        for (long position = from; position < to; ) {
                            ByteBuffer zeros = ZEROS.duplicate().limit((int) Math.min(STEP_BYTES, to - position));
                            position += writeFully(channel, zeros, position);
                        }
                        return path;
                    },
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            truncate(path, from);
            throw e;
        }
    }

    private static void truncate(Path path, long bytes) throws IOException {
        FileWork.run(path, channel -> channel.truncate(bytes), StandardOpenOption.WRITE);
    }

    private static int writeFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        int written = 0;
        while (bytes.hasRemaining()) {
            written += channel.write(bytes, position + written);
        }
        return written;
    }
}
