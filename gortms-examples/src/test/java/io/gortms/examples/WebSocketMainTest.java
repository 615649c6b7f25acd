package io.gortms.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WebSocketMainTest {

    @TempDir
    private Path directory;

    @Test
    void eachClientGetsWhatItShould() throws Exception {
        assertThat(run())
                .anyMatch(line -> line.contains("\"type\":\"replayed\",\"upTo\":1"))
                .anyMatch(line -> line.contains("\"type\":\"published\"") && line.contains("\"requestId\":\"r1\""))
                .anyMatch(line -> line.equals("closed: 4401 missing HMAC headers"))
                .noneMatch(line -> line.equals("null"));
    }

    @Test
    void itCanBeRunAgain() throws Exception {
        run();

        assertThat(run()).anyMatch(line -> line.contains("\"type\":\"replayed\",\"upTo\":3"));
    }

    private List<String> run() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean right = new WebSocketMain(new PrintStream(out, true, StandardCharsets.UTF_8))
                .run(directory.resolve("data"), false);
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(right).as("%s", lines).isTrue();
        return lines;
    }
}
