package io.gortms.internal.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** What a journal asks of the operating system, in one place, so that tests can make it fail. Safe for use by any thread. */
public interface Disk {

    /** Opens a file to read; an interrupt of a reading thread does not close it. */
    FileChannel openToRead(Path file) throws IOException;

    /** Makes a file, which must not exist, and opens it to write; an interrupt of a writing thread does not close it. */
    FileChannel create(Path file) throws IOException;

    /** Opens a file that is there, to read and to write. */
    FileChannel openToWrite(Path file) throws IOException;

    /** Gives a range of a file its blocks, as zeros, so that writing there later needs no more room. */
    void allocate(FileChannel file, long offset, long bytes) throws IOException;

    /** Cuts off what is beyond this length. */
    void truncate(FileChannel file, long bytes) throws IOException;

    /** Returns when what has been written to the file, mapped writes too, is on the disk. */
    void force(FileChannel file) throws IOException;

    /** Returns when the names in the directory are on the disk. */
    void forceDirectory(Path directory) throws IOException;

    /** Bytes that can still be written to the file system of the directory. */
    long usableBytes(Path directory);
}
