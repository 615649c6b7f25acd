package io.gortms.examples.flightrecorder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FlightRecorderRunTest {

    @TempDir
    private Path directory;

    private Program program;

    @BeforeEach
    void useADirectoryThatIsNotThereYet() {
        program = new Program(directory.resolve("data"));
    }

    @Test
    void archivesTheFlightRecordersEvents() throws IOException {
        Program.Result result = program.run("", "--seconds", "3");

        assertThat(result.complete()).as(result.err()).isTrue();
        Set<String> events = new HashSet<>();
        for (String line : Files.readAllLines(program.archive())) {
            JsonNode payload = new ObjectMapper().readTree(line).path("payload");
            assertThat(payload.path("time").asText()).isNotEmpty();
            events.add(payload.path("event").asText());
        }
        assertThat(events)
                .isNotEmpty()
                .isSubsetOf("jdk.CPULoad", "jdk.GarbageCollection", "jdk.ObjectAllocationSample", "jdk.ThreadStart");
        assertThat(result.out()).contains("begins at position 0").contains(events);
        assertThat(directory.resolve("data/jfr"))
                .as("where the Flight Recorder keeps its chunks until the JVM ends")
                .isNotEmptyDirectory();
    }

    @Test
    void archivesEachLineAsItStands() throws IOException {
        Program.Result result = program.input("{\"b\":1,\"a\":12345678901234567890.10}", "[1, 2]", "", "\"Grüße\"");

        assertThat(result.complete()).as(result.err()).isTrue();
        assertThat(program.archived())
                .containsExactly(
                        "{\"position\":0,\"payload\":{\"b\":1,\"a\":12345678901234567890.10}}",
                        "{\"position\":1,\"payload\":[1, 2]}",
                        "{\"position\":2,\"payload\":\"Grüße\"}");
        assertThat(result.out()).contains("this run: 3 receipts, 3 lines archived");
    }

    @Test
    void takesOffByteOrderMarkAndCarriageReturns() throws IOException {
        Program.Result result = program.input("\uFEFF{\"n\":0}\r", "\r", "{\"n\":1}\r");

        assertThat(result.complete()).as(result.err()).isTrue();
        assertThat(program.archived())
                .containsExactly("{\"position\":0,\"payload\":{\"n\":0}}", "{\"position\":1,\"payload\":{\"n\":1}}");
    }

    @Test
    void readsAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("input.jsonl"), "{\"n\":0}\n{\"n\":1}\n");

        Program.Result result = program.run("", "--input", file.toString());

        assertThat(result.complete()).as(result.err()).isTrue();
        assertThat(program.archived()).hasSize(2);
    }

    @Test
    void reportsAFileThatIsNotThere() {
        Program.Result result =
                program.run("", "--input", directory.resolve("none.jsonl").toString());

        assertThat(result.complete()).isFalse();
        assertThat(result.err()).contains("none.jsonl");
    }

    @Test
    void leavesOutWhatIsNoJsonAndSaysWhere() throws IOException {
        Program.Result result = program.input("{\"n\":0}", "{\"n\":", "{\"n\":1} {\"n\":2}", "{\"n\":3}");

        assertThat(result.complete()).as(result.err()).isTrue();
        assertThat(result.err()).contains("line 2 ", "line 3 ", "2 lines of the input were left out");
        assertThat(program.archived())
                .containsExactly("{\"position\":0,\"payload\":{\"n\":0}}", "{\"position\":1,\"payload\":{\"n\":3}}");
    }

    @Test
    void leavesOutWhatIsNotUtf8OrTooLong() throws IOException {
        String tooLong = "\"" + "x".repeat(1024 * 1024) + "\"";
        byte[] lines = ("1\n\"\u00ff\"\n" + tooLong + "\n2").getBytes(StandardCharsets.ISO_8859_1);

        Program.Result result = program.run(lines, "--input", "-");

        assertThat(result.complete()).as(result.err()).isTrue();
        assertThat(result.err()).contains("line 2 is not UTF-8", "line 3 is longer than 1048576 bytes");
        assertThat(program.archived()).hasSize(2);
    }

    @Test
    void continuesWhereTheRunBeforeStopped() throws IOException {
        program.input("{\"n\":0}", "{\"n\":1}");

        Program.Result result = program.input("{\"n\":2}");

        assertThat(result.complete()).as(result.err()).isTrue();
        assertThat(result.out())
                .contains(
                        "aggregates: continues at position 2", "this run: 1 receipts, 1 lines", "all runs: 3 messages");
        assertThat(program.archived())
                .containsExactly(
                        "{\"position\":0,\"payload\":{\"n\":0}}",
                        "{\"position\":1,\"payload\":{\"n\":1}}",
                        "{\"position\":2,\"payload\":{\"n\":2}}");
    }

    @Test
    void replayReadsTheHistoryAndPublishesNothing() throws IOException {
        program.input("{\"event\":\"a\"}", "{\"event\":\"b\"}");
        program.input("{\"event\":\"b\"}");

        Program.Result result = program.replay();

        assertThat(result.complete()).as(result.err()).isTrue();
        assertThat(result.out())
                .contains(
                        "aggregates: replays from position 0", "3 messages |", "this run: 0 receipts, 0 lines archived")
                .containsPattern("  a +1\\R  b +2\\R");
        assertThat(program.archived()).hasSize(3);
    }

    @Test
    void stopEndsTheRunInOrder() throws IOException {
        FlightRecorderRun run = new FlightRecorderRun(
                Options.parse("--seconds", "3600", "--data", directory.toString()), System.in, System.out, System.err);
        run.stop();

        // Whether an event came before the end is the Flight Recorder's choice: the broker must be closed either way.
        run.execute();

        assertThat(new Program(directory).replay().out()).doesNotContain("not closed in order");
    }
}
