package io.gortms.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {

    @Test
    void goesToItsEndAndTouchesNoFile(@TempDir Path directory) {
        Rehearsal.run(directory);
        assertThat(directory).isEmptyDirectory();
    }
}
