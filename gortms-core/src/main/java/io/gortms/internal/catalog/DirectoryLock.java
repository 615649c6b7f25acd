package io.gortms.internal.catalog;

import io.gortms.BrokerLockedException;
import io.gortms.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right of one broker to a data directory, among all processes: an operating system's lock on {@code broker.lock}, which
 * goes with the process however that ends. {@code broker.pid} only tells others who holds it; nothing is decided by it.
 *
 * <p>Within one process that lock protects nothing: POSIX frees it as soon as <em>any</em> channel on the file is closed. So
 * the directories held are known before the file is touched; and where the holder cannot be known here, because its classes
 * come from another class loader, the second channel is never closed.
 *
 * <p>Safe for use by any thread.
 */
public final class DirectoryLock implements AutoCloseable {

    private static final String LOCK_FILE = "broker.lock";
    private static final String PID_FILE = "broker.pid";

    /** What stands there when nobody holds the directory. */
    private static final String NOBODY = "";

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryLock.class);

    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
    private static final Queue<FileChannel> UNCLOSABLE = new ConcurrentLinkedQueue<>();

    private final Path directory;
    private final FileChannel channel;
    private boolean closed;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Takes a data directory, which is made if it is missing.
     *
     * @throws BrokerLockedException if another broker has it
     * @throws StorageException if it cannot be used
     */
    public static DirectoryLock acquire(Path dataDirectory) {
        Path directory = prepare(dataDirectory);
        if (!HELD.add(directory)) {
            throw new BrokerLockedException(directory, ProcessHandle.current().pid());
        }
        boolean acquired = false;
        try {
            DirectoryLock lock = new DirectoryLock(directory, lock(directory));
            acquired = true;
            return lock;
        } catch (IOException e) {
            throw Disk.failed("lock", directory.resolve(LOCK_FILE), e);
        } finally {
            if (!acquired) {
                HELD.remove(directory);
            }
        }
    }

    /** The directory, without links. */
    public Path directory() {
        return directory;
    }

    /** Gives the directory free. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        notePid(directory, NOBODY);
        closeQuietly(channel);
        HELD.remove(directory);
    }

    private static Path prepare(Path directory) {
        if (!directory.getFileSystem().equals(FileSystems.getDefault())) {
            throw new StorageException(
                    "the data directory " + directory + " is not in the default file system; choose one that is", null);
        }
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new StorageException(
                    "the data directory " + directory + " is a file; choose a directory, or a path where none is yet",
                    null);
        }
        try {
            Disk.createDirectories(directory);
            return directory.toRealPath();
        } catch (IOException e) {
            throw Disk.failed("make the data directory", directory, e);
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel = Disk.uninterrupted(() -> openAndLock(directory.resolve(LOCK_FILE)))
                .orElseThrow(() -> new BrokerLockedException(directory, holder(directory)));
        notePid(directory, Long.toString(ProcessHandle.current().pid()));
        return channel;
    }

    /** The file stays when nobody holds the directory, as a full disk has no room for another one. */
    private static void notePid(Path directory, String pid) {
        try {
            Disk.write(directory.resolve(PID_FILE), (pid + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.debug("others are not told who holds {}", directory, e);
        }
    }

    private static Optional<FileChannel> openAndLock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean closable = true;
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            UNCLOSABLE.add(channel);
            closable = false;
        } finally {
            if (!locked && closable) {
                closeQuietly(channel);
            }
        }
        return locked ? Optional.of(channel) : Optional.empty();
    }

    /** The process that says it holds the directory, or -1. */
    private static long holder(Path directory) {
        try {
            return Long.parseLong(Files.readString(directory.resolve(PID_FILE)).strip());
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // the descriptor is gone all the same, and the lock with it
        }
    }
}
