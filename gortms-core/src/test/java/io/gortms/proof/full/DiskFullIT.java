package io.gortms.proof.full;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.proof.harness.ChildJvm;
import io.gortms.proof.harness.Seed;
import io.gortms.proof.harness.SmallDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A disk without room: publishing is refused, everything else goes on, and publishing goes on when there is room. */
@Timeout(600)
class DiskFullIT {

    private static final int MEGABYTES = 48;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"tmpfs, 0", "tmpfs, 1000000", "ext4, 0", "ext4, 1000000"})
    void publishingIsRefusedAndAllElseGoesOn(String fileSystem, long minimumFree) throws Exception {
        long seed = Seed.of("DiskFullIT on " + fileSystem + ", " + minimumFree + " bytes to leave");
        try (SmallDisk disk = mount(fileSystem)) {
            disk.take(MEGABYTES / 2);
            long[] first = run(disk, minimumFree, 0, 0, seed);
            disk.free();
            disk.take(MEGABYTES / 4);
            long[] second = run(disk, minimumFree, first[0], first[1], seed + 1);

            assertThat(second[0]).isGreaterThan(first[0]);
        }
    }

    private SmallDisk mount(String fileSystem) throws IOException {
        Path mountPoint = directory.resolve("disk");
        return fileSystem.equals("tmpfs")
                ? SmallDisk.tmpfs(mountPoint, MEGABYTES)
                : SmallDisk.ext4(mountPoint, MEGABYTES);
    }

    /** A process opens the broker, meets the full disk twice, and closes the broker on it; the messages, and those settled. */
    private long[] run(SmallDisk disk, long minimumFree, long published, long settled, long seed) throws Exception {
        Path data = disk.directory().resolve("data");
        try (ChildJvm child = ChildJvm.of(FullDiskProgram.class)
                .arguments(List.of(
                        data.toString(),
                        Long.toString(minimumFree),
                        Long.toString(published),
                        Long.toString(settled),
                        Long.toString(seed)))
                .start(directory.resolve("output-" + seed))) {
            long untilFull = Long.parseLong(child.awaitLine("full"));
            disk.fill();
            child.say("it is filled");
            long settledNow = Long.parseLong(child.awaitLine("settled"));
            disk.free();
            child.say("there is room");
            long more = Long.parseLong(child.awaitLine("more"));
            disk.fill();
            child.say("it is filled again");
            assertThat(child.exitCode()).as(child.output()).isZero();
            long end = Long.parseLong(child.lineOf("ending"));
            System.out.println("  " + untilFull + " messages, then full; " + settledNow + " settled; " + more
                    + " when there was room; " + end + " at the end");
            return new long[] {end, settledNow};
        }
    }
}
