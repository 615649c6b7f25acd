package io.gortms.internal.catalog;

import io.gortms.BrokerException;
import io.gortms.StorageException;
import io.gortms.StorageFullException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** What is done to files, so that it is on the disk when the call returns, also on a thread that has been interrupted. */
final class Disk {

    private static final boolean FORCES_DIRECTORIES =
            !System.getProperty("os.name", "").startsWith("Windows");

    /** Something done to files. */
    @FunctionalInterface
    interface Action<T> {
        T run() throws IOException;
    }

    private Disk() {}

    /**
     * Writes a file, over what it held. It keeps the blocks that it has, so content that has not grown needs no free one. Not
     * atomic.
     */
    static void write(Path file, byte[] content) throws IOException {
        open(file, content).close();
    }

    /** Writes a file as {@link #write} does, and forces its content. */
    static void writeForced(Path file, byte[] content) throws IOException {
        try (RandomAccessFile out = open(file, content)) {
            out.getFD().sync();
        }
    }

    /** No channel: an interrupt of the calling thread closes channels in the middle of a write. */
    private static RandomAccessFile open(Path file, byte[] content) throws IOException {
        RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw");
        try {
            out.write(content);
            out.setLength(content.length);
            return out;
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }

    /** Makes durable that a file or directory is in the directory that it is in. */
    static void forceEntry(Path path) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            forceDirectory(parent);
        }
    }

    /** Makes what was created, renamed and removed in a directory durable. */
    static void forceDirectory(Path directory) throws IOException {
        if (FORCES_DIRECTORIES) {
            uninterrupted(() -> {
                try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                    channel.force(true);
                }
                return directory;
            });
        }
    }

    /** Makes a directory and the missing ones above it, durably. */
    static void createDirectories(Path directory) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        if (parent == null || Files.isDirectory(directory)) {
            return;
        }
        createDirectories(parent);
        Files.createDirectories(directory);
        forceEntry(directory);
    }

    /** Deletes a directory with all that is in it; links are deleted, not followed. What is gone already is no error. */
    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error) throws IOException {
                if (error != null) {
                    throw error;
                }
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Runs what an interrupt would stop half-way, to its end; the thread's interrupt flag is as it was afterwards. */
    static <T> T uninterrupted(Action<T> action) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return action.run();
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Says what could not be done, why, and what to do about it. */
    static BrokerException failed(String what, Path path, IOException cause) {
        String message = "cannot " + what + " " + path + ": " + reason(cause) + "; ";
        if (isAboutRoom(cause)) {
            return StorageFullException.ofFile(
                    message + "make room on the disk and try again",
                    path.toAbsolutePath().toFile().getUsableSpace(),
                    cause);
        }
        return new StorageException(message + remedy(cause), cause);
    }

    /** A quota or the number of files may be used up while bytes are free; the system's words are all there is to go by. */
    private static boolean isAboutRoom(IOException cause) {
        String message = String.valueOf(cause.getMessage());
        return message.contains("No space left") || message.contains("quota");
    }

    private static String reason(IOException cause) {
        String message = cause.getMessage();
        String type = cause.getClass().getSimpleName();
        return message == null ? type : type + " " + message;
    }

    private static String remedy(IOException cause) {
        String message = String.valueOf(cause.getMessage());
        if (message.contains("Read-only file system")) {
            return "mount the file system writable, or choose another data directory";
        } else if (message.contains("No locks available") || message.contains("not supported")) {
            return "choose a data directory on a local disk";
        } else if (cause instanceof FileAlreadyExistsException) {
            return "a file is in the way: choose another data directory";
        } else if (cause instanceof AccessDeniedException || message.contains("Permission denied")) {
            return "let the user that runs this process read and write the data directory, or choose another";
        }
        return "check the disk and the data directory, and try again";
    }
}
