package io.gortms.proof.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Durability;
import io.gortms.proof.harness.Seed;
import io.gortms.proof.harness.SmallDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Another process fills the disk and frees it all the time, and the broker's process is killed now and then. */
@Timeout(900)
class FillingDiskIT {

    private static final int ROUNDS = 8;
    private static final int MEGABYTES = 192;
    private static final long RECEIPTS = 1_500;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"tmpfs, PROCESS_CRASH", "ext4, PROCESS_CRASH", "ext4, POWER_LOSS"})
    void nothingIsLost(String fileSystem, Durability durability) throws Exception {
        Random random = new Random(Seed.of("FillingDiskIT on " + fileSystem + ", " + durability));
        try (SmallDisk disk = mount(fileSystem)) {
            Trial trial = new Trial(directory, disk.directory().resolve("data"), random, new TreeMap<>());
            for (int i = 0; i < ROUNDS; i++) {
                disk.fillAndFree();
                Trial.Round round = new Trial.Round(Load.FULL_DISK, durability, Trial.Moment.REFUSED, RECEIPTS, 0);
                trial.killOne(round);
                disk.stopFilling();
                trial.verify(round);
            }

            assertThat(trial.refusals()).isPositive();
        }
    }

    private SmallDisk mount(String fileSystem) throws IOException {
        Path mountPoint = directory.resolve("disk");
        return fileSystem.equals("tmpfs")
                ? SmallDisk.tmpfs(mountPoint, MEGABYTES)
                : SmallDisk.ext4(mountPoint, MEGABYTES);
    }
}
