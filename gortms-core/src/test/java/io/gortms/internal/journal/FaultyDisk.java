package io.gortms.internal.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The real disk, but for what a test makes it do. */
class FaultyDisk implements Disk {

    /** Something to do before the disk does it; it may fail. */
    interface Action {
        void on(Path file) throws IOException;
    }

    final AtomicInteger forces = new AtomicInteger();
    volatile Action beforeForce = file -> {};
    volatile Action afterForce = file -> {};
    volatile Action beforeCreate = file -> {};
    volatile Action beforeAllocate = file -> {};
    volatile Action beforeTruncate = file -> {};
    volatile Action beforeForceDirectory = file -> {};
    volatile long usableBytes = Long.MAX_VALUE;

    private final Disk real = new LocalDisk();
    private final Map<FileChannel, Path> files = new ConcurrentHashMap<>();

    @Override
    public FileChannel openToRead(Path file) throws IOException {
        return real.openToRead(file);
    }

    @Override
    public FileChannel openToWrite(Path file) throws IOException {
        FileChannel channel = real.openToWrite(file);
        files.put(channel, file);
        return channel;
    }

    @Override
    public FileChannel create(Path file) throws IOException {
        beforeCreate.on(file);
        FileChannel channel = real.create(file);
        files.put(channel, file);
        return channel;
    }

    @Override
    public void allocate(FileChannel file, long offset, long bytes) throws IOException {
        beforeAllocate.on(files.get(file));
        real.allocate(file, offset, bytes);
    }

    @Override
    public void truncate(FileChannel file, long bytes) throws IOException {
        beforeTruncate.on(files.get(file));
        real.truncate(file, bytes);
    }

    @Override
    public void force(FileChannel file) throws IOException {
        forces.incrementAndGet();
        beforeForce.on(files.get(file));
        real.force(file);
        afterForce.on(files.get(file));
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        beforeForceDirectory.on(directory);
        real.forceDirectory(directory);
    }

    @Override
    public long usableBytes(Path directory) {
        return Math.min(usableBytes, real.usableBytes(directory));
    }
}
