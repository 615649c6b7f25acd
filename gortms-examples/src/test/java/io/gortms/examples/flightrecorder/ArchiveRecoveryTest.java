package io.gortms.examples.flightrecorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.StartPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive and the group disagree, as after a kill or someone's hand: each message is in the archive once all the same. */
@Timeout(120)
class ArchiveRecoveryTest {

    @TempDir
    private Path directory;

    private Program program;
    private List<String> archived;

    @BeforeEach
    void archiveThreeMessages() throws IOException {
        program = new Program(directory);
        assertThat(program.input("{\"n\":0}", "{\"n\":1}", "{\"n\":2}").complete())
                .isTrue();
        archived = Files.readAllLines(program.archive());
    }

    @Test
    void lineThatWasBeingWrittenIsCutOff() throws IOException {
        String longerThanTheNextLine = "{\"position\":3,\"payload\":\"" + "x".repeat(1000);
        Files.writeString(program.archive(), longerThanTheNextLine, StandardOpenOption.APPEND);

        assertRunRestoresTheArchive();
    }

    @Test
    void archiveBehindTheGroupIsFilledUp() throws IOException {
        String text = Files.readString(program.archive());
        Files.writeString(program.archive(), text.substring(0, text.length() - 5));

        assertRunRestoresTheArchive();
    }

    @Test
    void archiveThatWasMovedAwayIsWrittenAnew() throws IOException {
        Files.delete(program.archive());

        assertRunRestoresTheArchive();
    }

    @Test
    void whatIsDeliveredAgainIsNotWrittenAgain() throws IOException {
        try (Broker broker =
                Broker.builder().dataDirectory(directory.resolve("broker")).build()) {
            broker.domain("jvm").queue("events").group("archive").seek(StartPosition.at(1));
        }

        assertRunRestoresTheArchive();
    }

    @Test
    void fileThatIsNoArchiveIsLeftAlone() throws IOException {
        assertIsRefused("{\"position\":7,\"payload\":null}\n", "is not that of position 0");
    }

    @Test
    void archiveOfAnotherQueueIsLeftAlone() throws IOException {
        assertIsRefused(
                String.join("\n", archived) + "\n{\"position\":3,\"payload\":null}\n",
                "has 4 messages and the queue only 3");
    }

    private void assertRunRestoresTheArchive() throws IOException {
        Program.Result result = program.input("{\"n\":3}");

        assertThat(result.complete()).as(result.err()).isTrue();
        List<String> lines = Files.readAllLines(program.archive());
        assertThat(lines.subList(0, 3)).isEqualTo(archived);
        assertThat(lines).hasSize(4);
    }

    private void assertIsRefused(String content, String message) throws IOException {
        Files.writeString(program.archive(), content);

        Program.Result result = program.input("{\"n\":3}");

        assertThat(result.complete()).isFalse();
        assertThat(result.err()).contains(message, "move the file away");
        assertThat(Files.readString(program.archive())).isEqualTo(content);
    }
}
