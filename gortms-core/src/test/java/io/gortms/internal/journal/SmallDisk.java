package io.gortms.internal.journal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a few megabytes, which can really be filled. Making one needs Linux and root. */
final class SmallDisk implements AutoCloseable {

    enum Kind {
        TMPFS,
        EXT4
    }

    private static final long BYTES = 12 << 20;

    final Path root;

    private SmallDisk(Path root) {
        this.root = root;
    }

    /** Mounts one; without the means to do so the test is skipped. */
    static SmallDisk mount(Kind kind, Path directory) throws IOException {
        Path root = Files.createDirectories(directory.resolve("disk"));
        boolean mounted;
        if (kind == Kind.TMPFS) {
            mounted = run("mount", "-t", "tmpfs", "-o", "size=" + BYTES, "gortms", root.toString());
        } else {
            Path image = directory.resolve("image");
            try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
                file.setLength(BYTES);
            }
            mounted = run("mkfs.ext4", "-q", "-F", image.toString())
                    && run("mount", "-o", "loop", image.toString(), root.toString());
        }
        assumeTrue(mounted, "a small " + kind + " cannot be mounted here: this needs Linux and root");
        return new SmallDisk(root);
    }

    @Override
    public void close() {
        run("umount", "-l", root.toString()); // whoever still has it mapped lets go in the background
    }

    private static boolean run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return process.waitFor(10, SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
