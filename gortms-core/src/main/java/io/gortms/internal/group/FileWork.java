package io.gortms.internal.group;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/**
 * Work on a file that an interrupt does not stop: a thread of the application's may be interrupted at any moment, and the
 * ledger goes on. The interrupt is there again afterwards.
 */
final class FileWork {

    /** What is done; once more from the start if an interrupt closed the channel. */
    @FunctionalInterface
    interface Work<T> {

        T on(FileChannel channel) throws IOException;
    }

    private FileWork() {}

    /** Opens a channel, does this with it, and closes it. */
    static <T> T run(Path path, Work<T> work, OpenOption... options) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try (FileChannel channel = FileChannel.open(path, options)) {
                    return work.on(channel);
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
