package io.gortms.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs as they are started from a command line, without JVM flags. */
@Timeout(120)
class ExitCodeTest {

    @TempDir
    private Path directory;

    @Test
    void quickStartExitsWithZero() throws Exception {
        assertExit(0, QuickStartMain.class, directory.resolve("data").toString());
    }

    @Test
    void quickStartCalledWronglyExitsWithTwo() throws Exception {
        assertExit(2, QuickStartMain.class, "one", "two");
    }

    @Test
    void completeArchiveExitsWithZero() throws Exception {
        assertExit(0, FlightRecorderMain.class, "--data", directory.toString(), "--input", inputFile());
    }

    @Test
    void incompleteArchiveExitsWithOne() throws Exception {
        Files.writeString(directory.resolve("archive.jsonl"), "not an archive\n");

        assertExit(1, FlightRecorderMain.class, "--data", directory.toString(), "--input", inputFile());
    }

    @Test
    void unknownOptionExitsWithTwo() throws Exception {
        assertExit(2, FlightRecorderMain.class, "--recover");
    }

    @Test
    void webhooksThatArriveExitWithZero() throws Exception {
        assertExit(0, WebhooksMain.class, directory.resolve("data").toString());
    }

    @Test
    void webhooksCalledWronglyExitWithTwo() throws Exception {
        assertExit(2, WebhooksMain.class, "one", "two");
    }

    @Test
    void receiverWithoutASecretExitsWithTwo() throws Exception {
        assertExit(2, WebhookReceiverMain.class, "standard");
    }

    private String inputFile() throws IOException {
        return Files.writeString(directory.resolve("input.jsonl"), "{\"n\":0}\n")
                .toString();
    }

    private static void assertExit(int code, Class<?> program, String... args) throws Exception {
        try (ChildJvm jvm = new ChildJvm(program, args)) {
            String output = jvm.remainingOutput();
            assertThat(jvm.exitCode()).as(output).isEqualTo(code);
        }
    }
}
