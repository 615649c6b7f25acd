package io.gortms.internal.journal;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The real disk. */
public final class LocalDisk implements Disk {

    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 * 1024).asReadOnlyBuffer();
    private static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    private final @Nullable Method setUninterruptible = findUninterruptible();

    /**
     * The disk, once the JVM lets its insides be used.
     *
     * @throws io.gortms.StorageException if the JVM refuses, with the flags that help
     */
    public LocalDisk() {}

    @Override
    public FileChannel openToRead(Path file) throws IOException {
        return uninterruptible(FileChannel.open(file, StandardOpenOption.READ));
    }

    @Override
    public FileChannel create(Path file) throws IOException {
        return uninterruptible(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    @Override
    public FileChannel openToWrite(Path file) throws IOException {
        return uninterruptible(FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public void allocate(FileChannel file, long offset, long bytes) throws IOException {
        long at = offset;
        long end = offset + bytes;
        while (at < end) {
            ByteBuffer zeros = ZEROS.duplicate();
            zeros.limit((int) Math.min(zeros.capacity(), end - at));
            at += file.write(zeros, at);
        }
    }

    @Override
    public void truncate(FileChannel file, long bytes) throws IOException {
        file.truncate(bytes);
    }

    @Override
    public void force(FileChannel file) throws IOException {
        file.force(false);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        if (WINDOWS) {
            return; // a directory cannot be opened there, and needs no force of its own
        }
        try (FileChannel channel = openToRead(directory)) {
            channel.force(true);
        }
    }

    @Override
    public long usableBytes(Path directory) {
        return directory.toFile().getUsableSpace();
    }

    /**
     * A file channel is closed when a thread that uses it is interrupted, for every other thread too. Handlers are
     * interrupted when a broker closes, so the channel is told not to.
     */
    private FileChannel uninterruptible(FileChannel channel) throws IOException {
        Method setter = setUninterruptible;
        if (setter != null && setter.getDeclaringClass().isInstance(channel)) {
            try {
                setter.invoke(channel);
            } catch (IllegalAccessException | InvocationTargetException e) {
                channel.close();
                throw new IOException("cannot protect a file from the interrupts of its users", e);
            }
        }
        return channel;
    }

    private static @Nullable Method findUninterruptible() {
        JvmAccess.open();
        try {
            return Class.forName("sun.nio.ch.FileChannelImpl").getMethod("setUninterruptible");
        } catch (ReflectiveOperationException e) {
            return null; // another JVM's channels; the documented behaviour is all that is left
        }
    }
}
