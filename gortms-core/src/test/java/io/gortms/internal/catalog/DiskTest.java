package io.gortms.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.StorageException;
import io.gortms.StorageFullException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Disk quota exceeded"})
    void aDiskWithoutRoomSaysSo(String reason) {
        assertThat(Disk.failed("create", directory, new IOException(reason)))
                .isInstanceOfSatisfying(StorageFullException.class, e -> {
                    assertThat(e.freeBytes()).isPositive();
                    assertThat(e.queue()).isEmpty();
                })
                .hasMessageContaining("cannot create " + directory)
                .hasMessageEndingWith(reason + "; make room on the disk and try again");
    }

    @Test
    void anotherFailureIsOfTheDirectory() {
        assertThat(Disk.failed("create", directory, new IOException("Read-only file system")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("mount the file system writable");
    }

    @Test
    void aFileThatIsWrittenAgainKeepsItsBlocksAndHoldsNothingElse() throws Exception {
        Path file = directory.resolve("file");
        Disk.write(file, new byte[] {1, 2, 3});
        Object before = Files.readAttributes(file, BasicFileAttributes.class).fileKey();

        Disk.writeForced(file, new byte[] {4});

        assertThat(file).hasBinaryContent(new byte[] {4});
        assertThat(Files.readAttributes(file, BasicFileAttributes.class).fileKey())
                .isEqualTo(before);
    }
}
