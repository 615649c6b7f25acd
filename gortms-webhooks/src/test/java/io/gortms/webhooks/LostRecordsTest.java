package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Broker;
import io.gortms.Domain;
import io.gortms.MessageTooLargeException;
import io.gortms.StoredMessage;
import io.gortms.webhooks.harness.Bench;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that has lost the newest records of the endpoints, and nothing else: as after a power failure. */
class LostRecordsTest {

    @TempDir
    private Path directory;

    /** Who is registered then is not taken for the one that is lost. */
    @Test
    void nobodyGetsWhatWasForAnother() {
        String id;
        try (Bench bench = new Bench(directory)) {
            bench.webhooks().register(bench.endpoint("first").events("first"));
            bench.webhooks().register(bench.endpoint("lost").events("private"));
            id = bench.webhooks().dispatch("private", 1).id();
            bench.webhooks().dispatch("first", 1);
            bench.awaitSettled();
        }
        loseRecordsOf("lost");
        try (Bench bench = new Bench(directory)) {
            assertThat(bench.webhooks().endpoints())
                    .extracting(EndpointStatus::id)
                    .containsExactly("first");
            bench.webhooks().register(bench.endpoint("other").events("other"));
            assertThat(bench.webhooks().redeliver(id)).isZero();
            bench.webhooks().dispatch("other", 1);
            bench.awaitSettled();
            assertThat(bench.receiver.requests()).hasSize(1);
        }
    }

    /** What waits for the lost one is in the way of nobody, and goes only when it is told to. */
    @Test
    void aRegistrationThatFailsDeletesNothingOfTheLostOne() {
        try (Bench bench = new Bench(directory)) {
            bench.webhooks().register(bench.endpoint("lost"));
            bench.webhooks().pause("lost");
            bench.webhooks().dispatch("order.paid", 1);
            Bench.await(() -> waiting(bench) == 1, "the webhook to be handed on");
        }
        loseRecordsOf("lost");
        try (Bench bench = new Bench(directory)) {
            WebhookEndpoint tooLarge = bench.endpoint("lost").header("X-Large", "x".repeat(1 << 20));
            assertThatThrownBy(() -> bench.webhooks().register(tooLarge)).isInstanceOf(MessageTooLargeException.class);
            assertThat(waiting(bench)).isEqualTo(1);
        }
    }

    private static long waiting(Bench bench) {
        return bench.broker()
                .domain("_webhooks")
                .queue("ep-lost")
                .group("sender")
                .lag();
    }

    private void loseRecordsOf(String endpoint) {
        try (Broker broker = Broker.builder().dataDirectory(directory).build()) {
            Domain domain = broker.domain("_webhooks");
            List<StoredMessage> records = domain.queue("endpoints").read(0, 100);
            domain.deleteQueue("endpoints");
            for (StoredMessage record : records) {
                if (!new String(record.payload(), StandardCharsets.UTF_8).contains('"' + endpoint + '"')) {
                    domain.declareQueue("endpoints").publish(record.payload());
                }
            }
        }
    }
}
