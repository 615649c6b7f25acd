package io.gortms.internal.journal;

import io.gortms.StorageException;
import io.gortms.StorageFullException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Keeps the blocks ahead of a file's end allocated: growing a mapped file on a full disk is a fault in memory, which may
 * end the JVM. Whether there is room is decided when the next chunk is allocated. For one thread at a time.
 */
final class DiskReserve {

    private static final long SMALLEST_CHUNK_BYTES = 64 * 1024;
    private static final long LARGEST_CHUNK_BYTES = 4 << 20;
    private static final long PAGE_BYTES = 4 * 1024;

    private final JournalConfig config;
    private final Path directory;
    private final FileChannel file;
    private long allocatedBytes;
    private long chunkBytes = SMALLEST_CHUNK_BYTES;

    DiskReserve(JournalConfig config, Path directory, FileChannel file) {
        this.config = config;
        this.directory = directory;
        this.file = file;
    }

    /**
     * Makes sure that the file has its blocks up to there.
     *
     * @throws StorageFullException if there is no room; nothing of the file's content has changed
     */
    void ensure(long endBytes) {
        if (endBytes <= allocatedBytes) {
            return;
        }
        long needed = roundUp(endBytes) - allocatedBytes;
        long usable = config.disk().usableBytes(directory);
        long spare = usable - config.minimumFreeBytes();
        if (spare < needed) {
            throw new StorageFullException(config.resource(), usable, config.minimumFreeBytes(), null);
        }
        long chunk = Math.min(Math.max(needed, chunkBytes), spare / PAGE_BYTES * PAGE_BYTES);
        allocate(config, directory, file, allocatedBytes, Math.max(needed, chunk));
        allocatedBytes += Math.max(needed, chunk);
        chunkBytes = Math.min(2 * chunkBytes, LARGEST_CHUNK_BYTES);
    }

    /** Gives a range of a file its blocks, or throws what says why not. */
    static void allocate(JournalConfig config, Path directory, FileChannel file, long offset, long bytes) {
        try {
            config.disk().allocate(file, offset, bytes);
        } catch (IOException e) {
            throw failure(config, directory, bytes, e);
        }
    }

    /** What a failed attempt to take room means: that there is none, or that something is wrong with the disk. */
    static RuntimeException failure(JournalConfig config, Path directory, long bytes, IOException cause) {
        long usable = config.disk().usableBytes(directory);
        if (usable < config.minimumFreeBytes() + bytes || isAboutRoom(cause)) {
            return new StorageFullException(config.resource(), usable, config.minimumFreeBytes(), cause);
        }
        return new StorageException(
                "cannot write to " + directory + " (" + cause.getMessage() + "); nothing was stored; check the disk",
                cause);
    }

    /** A quota or the number of files may be used up while bytes are free; the system's words are all there is to go by. */
    private static boolean isAboutRoom(IOException cause) {
        String message = String.valueOf(cause.getMessage());
        return message.contains("No space left") || message.contains("quota");
    }

    private static long roundUp(long bytes) {
        return (bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    }
}
