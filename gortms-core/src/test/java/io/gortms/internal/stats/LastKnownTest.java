package io.gortms.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastKnownTest {

    private static final LastKnown MANY = new LastKnown(
            1, 2, 3, 4, 5, LastKnown.NONE, List.of(new LastKnown.Group(1, 10, 20), new LastKnown.Group(7, 30, 40)));
    private static final LastKnown FEW = new LastKnown(6, 7, 8, 9, 10, 11, List.of());

    @TempDir
    private Path directory;

    @Test
    void isReadAsItWasWritten() {
        MANY.write(directory);
        assertThat(LastKnown.read(directory)).isEqualTo(MANY);
    }

    @Test
    void aShorterOneReplacesALongerOne() {
        MANY.write(directory);
        FEW.write(directory);
        assertThat(LastKnown.read(directory)).isEqualTo(FEW);
        MANY.write(directory);
        assertThat(LastKnown.read(directory)).isEqualTo(MANY);
    }

    @Test
    void whatIsMissingOrDamagedIsNotKnown() throws IOException {
        assertThat(LastKnown.read(directory)).isNull();
        MANY.write(directory);
        Path file = directory.resolve("known");
        byte[] sound = Files.readAllBytes(file);
        for (int i = 0; i < sound.length; i++) {
            byte[] damaged = sound.clone();
            damaged[i] ^= 1;
            Files.write(file, damaged);
            assertThat(LastKnown.read(directory)).as("byte %d", i).isNull();
        }
        for (int length = 0; length < sound.length; length++) {
            Files.write(file, Arrays.copyOf(sound, length));
            assertThat(LastKnown.read(directory)).as("length %d", length).isNull();
        }
    }

    @Test
    void whatCannotBeWrittenIsLeftOut() {
        MANY.write(directory.resolve("missing"));
        assertThat(LastKnown.read(directory.resolve("missing"))).isNull();
    }
}
