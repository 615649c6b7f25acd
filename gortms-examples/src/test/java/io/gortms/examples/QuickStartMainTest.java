package io.gortms.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickStartMainTest {

    @TempDir
    private Path directory;

    @Test
    void handlesItsOrder() {
        assertThat(run()).contains("at position 0", "shipping ord_12345 for 99.99", "has acked 1 messages");
    }

    @Test
    void publishesAtTheNextPositionWhenRunAgain() {
        run();

        assertThat(run()).contains("at position 1", "has acked 1 messages");
    }

    private String run() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean handled =
                new QuickStartMain(new PrintStream(out, true, StandardCharsets.UTF_8)).run(directory.resolve("data"));
        assertThat(handled).isTrue();
        return out.toString(StandardCharsets.UTF_8);
    }
}
