package io.gortms.proof.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A file system of a few megabytes, mounted until it is closed, and another process that fills it. For one thread. */
public final class SmallDisk implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private static final String TAKEN = "taken";

    private final Path directory;
    private final @Nullable Path image;
    private @Nullable Process filler;

    private SmallDisk(Path directory, @Nullable Path image) {
        this.directory = directory;
        this.image = image;
    }

    /** One in memory; the test is skipped where it cannot be mounted. */
    public static SmallDisk tmpfs(Path directory, int megabytes) throws IOException {
        Files.createDirectories(directory);
        require(run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", directory.toString()));
        return new SmallDisk(directory, null);
    }

    /** One with a real file system, in a file; the test is skipped where it cannot be mounted. */
    public static SmallDisk ext4(Path directory, int megabytes) throws IOException {
        Files.createDirectories(directory);
        Path image = directory.resolveSibling(directory.getFileName() + ".image");
        require(run("truncate", "-s", megabytes + "M", image.toString()));
        require(run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString()));
        require(run("mount", "-o", "loop", image.toString(), directory.toString()));
        return new SmallDisk(directory, image);
    }

    private static void require(String failure) {
        assumeTrue(failure.isEmpty(), () -> "no disk can be mounted here (root can): " + failure);
    }

    /** Runs a command; empty, or what is wrong. */
    private static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : String.join(" ", command) + ": " + output;
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }

    /** Where it is mounted. */
    public Path directory() {
        return directory;
    }

    /** Leaves no free byte. */
    public void fill() {
        run("sh", "-c", "cat /dev/zero > '" + fillerFile() + "'");
    }

    /** Takes some room, until {@link #free}. */
    public void take(int megabytes) {
        run("sh", "-c", "head -c " + megabytes + "M /dev/zero > '" + directory.resolve(TAKEN) + "'");
    }

    /** Frees what {@link #take} and {@link #fill} took. */
    public void free() throws IOException {
        Files.deleteIfExists(fillerFile());
        Files.deleteIfExists(directory.resolve(TAKEN));
    }

    /** From now on another process fills the disk and frees it, again and again. */
    public void fillAndFree() throws IOException {
        Files.createFile(sign());
        filler = new ProcessBuilder(
                        "sh",
                        "-c",
                        "while [ -e '" + sign() + "' ]; do cat /dev/zero > '" + fillerFile() + "'; rm -f '"
                                + fillerFile() + "'; done")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The other process ends, and what it took is free. */
    public void stopFilling() throws IOException, InterruptedException {
        Files.deleteIfExists(sign());
        Process running = filler;
        if (running != null && !running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            running.destroyForcibly();
            throw new AssertionError("the disk was not full after " + PATIENCE_SECONDS + " s");
        }
        filler = null;
        free();
    }

    /** While this is there, the other process goes on. */
    private Path sign() {
        return directory.resolveSibling(directory.getFileName() + ".filling");
    }

    private Path fillerFile() {
        return directory.resolve("filler");
    }

    @Override
    public void close() throws IOException {
        try {
            stopFilling();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!run("umount", directory.toString()).isEmpty()) {
                run("umount", "-l", directory.toString());
            }
            if (image != null) {
                Files.deleteIfExists(image);
            }
        }
    }
}
