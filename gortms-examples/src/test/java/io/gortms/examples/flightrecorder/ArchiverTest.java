package io.gortms.examples.flightrecorder;

import static io.gortms.junit.BrokerAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.junit.BrokerExtension;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The archiver by itself, on a broker in memory. */
@Timeout(60)
@ExtendWith(BrokerExtension.class)
class ArchiverTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private Path file;
    private MessageQueue queue;
    private ConsumerGroup group;

    @BeforeEach
    void publishThree(Broker broker) {
        file = directory.resolve("archive.jsonl");
        queue = broker.declareDomain("jvm").declareQueue("events");
        group = queue.declareGroup("archive");
        for (int n = 0; n < 3; n++) {
            queue.publish(Message.json("{\"n\":" + n + "}"));
        }
    }

    @Test
    void acksWhatItHasWritten() throws IOException {
        try (JsonLinesArchive archive = JsonLinesArchive.open(file, 3);
                Archiver archiver = new Archiver(group, archive, () -> {})) {
            archiver.start();

            assertThat(group).within(SOON).hasLag(0).hasAcked(3);
            assertThat(archiver.failure()).isNull();
        }
        assertThat(Files.readAllLines(file)).hasSize(3).last().asString().endsWith("\"payload\":{\"n\":2}}");
    }

    @Test
    void keepsWhatItCannotWrite() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        JsonLinesArchive archive = JsonLinesArchive.open(file, 3);
        archive.close();
        try (Archiver archiver = new Archiver(group, archive, failed::countDown)) {
            archiver.start();

            assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(archiver.failure()).isInstanceOf(ClosedChannelException.class);
        }
        assertThat(group).hasLag(3).hasInFlight(3).hasAcked(0);
    }
}
