package io.gortms.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WebhooksMainTest {

    @TempDir
    private Path directory;

    @Test
    void eachOrderArrivesOnceThoughTheReceiverFailsAtFirst() throws IOException {
        List<String> lines = run();

        assertThat(lines).filteredOn(line -> line.startsWith("handled: ")).hasSize(3);
        assertThat(lines)
                .filteredOn(line -> line.startsWith("attempt "))
                .hasSize(6)
                .satisfies(attempts -> assertThat(attempts)
                        .filteredOn(line -> line.contains("status 500") && line.contains("RETRIED, again at"))
                        .hasSize(3))
                .satisfies(attempts -> assertThat(attempts)
                        .filteredOn(line -> line.contains("status 200") && line.endsWith("DELIVERED"))
                        .hasSize(3));
        assertThat(lines).contains("schedule: attempt 1 at once", "schedule: attempt 5 after 1600 ms");
    }

    @Test
    void whatIsSignedWithAnotherSecretIsRefused() throws IOException {
        assertThat(run()).contains("refused: NO_MATCHING_SIGNATURE", "signed with another secret: status 401");
    }

    @Test
    void itCanBeRunAgain() throws IOException {
        run();

        assertThat(run()).filteredOn(line -> line.startsWith("handled: ")).hasSize(3);
    }

    private List<String> run() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean arrived =
                new WebhooksMain(new PrintStream(out, true, StandardCharsets.UTF_8)).run(directory.resolve("data"));
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(arrived).as("%s", lines).isTrue();
        return lines;
    }
}
