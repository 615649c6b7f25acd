package io.gortms.proof.full;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.proof.harness.ChildJvm;
import io.gortms.proof.harness.SmallDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker whose process died on a disk without a free byte is opened there again, reads, settles and counts. */
@Timeout(600)
@SuppressWarnings("try") // see SmallDisk
class RestartOnFullDiskIT {

    private static final int MEGABYTES = 32;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"tmpfs", "ext4"})
    void anApplicationThatIsStartedAgainReadsAndSettles(String fileSystem) throws Exception {
        Path mountPoint = directory.resolve("disk");
        try (SmallDisk disk = fileSystem.equals("tmpfs")
                ? SmallDisk.tmpfs(mountPoint, MEGABYTES)
                : SmallDisk.ext4(mountPoint, MEGABYTES)) {
            Path data = disk.directory().resolve("data");
            try (ChildJvm first = start(data, 1, "hold")) {
                first.awaitLine("holding");
                disk.fill();
                first.kill();
            }
            try (ChildJvm second = start(data, 2, "hold")) {
                refill(disk, second);
                second.awaitLine("holding");
                second.kill();
            }
            for (int run = 3; run <= 4; run++) {
                try (ChildJvm child = start(data, run, "close")) {
                    refill(disk, child);
                    assertThat(child.exitCode()).as(child.output()).isZero();
                }
            }
        }
    }

    private static void refill(SmallDisk disk, ChildJvm child) throws IOException {
        child.awaitLine("settled");
        disk.fill();
        child.say("it is filled again");
    }

    private ChildJvm start(Path data, int run, String ending) throws Exception {
        return ChildJvm.of(RestartProgram.class)
                .arguments(List.of(data.toString(), Integer.toString(run), ending))
                .start(directory.resolve("output-" + run));
    }
}
