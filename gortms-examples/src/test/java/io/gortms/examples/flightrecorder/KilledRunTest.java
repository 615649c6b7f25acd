package io.gortms.examples.flightrecorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.examples.ChildJvm;
import io.gortms.examples.FlightRecorderMain;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class KilledRunTest {

    private static final String SOME_MESSAGES = "^[1-9][0-9,]* messages \\|";

    @TempDir
    private Path directory;

    @Test
    void nextRunArchivesTheRestExactlyOnce() throws Exception {
        try (ChildJvm jvm = new ChildJvm(FlightRecorderMain.class, "--input", "-", "--data", directory.toString())) {
            Thread writer = writeUntilBroken(jvm.input());
            jvm.awaitLine(SOME_MESSAGES);
            jvm.awaitLine(SOME_MESSAGES);
            jvm.kill();
            writer.join();
        }

        Program.Result result = new Program(directory).replay();

        assertThat(result.complete()).as(result.err()).isTrue();
        assertThat(result.out()).contains("the run before this one was not closed in order");
        List<String> lines = new Program(directory).archived();
        assertThat(lines).isNotEmpty();
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).isEqualTo("{\"position\":" + i + ",\"payload\":{\"n\":" + i + "}}");
        }
    }

    private static Thread writeUntilBroken(OutputStream input) {
        Thread writer = new Thread(() -> {
            try (input) {
                for (long n = 0; ; n++) {
                    input.write(("{\"n\":" + n + "}\n").getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                // the reader was killed
            }
        });
        writer.setDaemon(true);
        writer.start();
        return writer;
    }
}
