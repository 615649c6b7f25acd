package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.webhooks.harness.Bench;
import io.gortms.webhooks.harness.Receiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Point 1: durable first. */
class Point01DurableTest {

    @TempDir
    private Path directory;

    @Test
    void whatIsDispatchedArrivesSignedAsGostHasIt() {
        try (Bench bench = new Bench(directory)) {
            bench.webhooks().register(bench.endpoint("acme").events("order.*"));
            DispatchReceipt receipt = bench.webhooks().dispatch("order.paid", Map.of("id", 1));

            Receiver.Request request = bench.receiver.await(1).get(0);
            bench.awaitSettled();
            long seconds = bench.clock.instant().getEpochSecond();
            assertThat(request.text())
                    .isEqualTo("{\"event\":\"order.paid\",\"timestamp\":" + seconds + ",\"data\":{\"id\":1}}");
            assertThat(request.id()).isEqualTo(receipt.id());
            assertThat(request.header("X-Gost-Attempt")).isEqualTo("1");
            assertThat(WebhookVerifier.gost(Bench.SECRET)
                            .verify(request.headers(), request.body())
                            .isGenuine())
                    .isTrue();
            assertThat(receipt.endpoints()).containsExactly("acme");
        }
    }

    @Test
    void whatWasNotDeliveredIsSentAfterARestart() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(500);
            bench.webhooks().register(bench.endpoint("acme"));
            String id = bench.webhooks().dispatch("order.paid", 1).id();
            bench.attempts(1);
            bench.restart();
            bench.receiver.answer(200);
            assertThat(bench.receiver.requests()).hasSize(1);

            bench.advance(Duration.ofSeconds(5));
            Receiver.Request second = bench.receiver.await(2).get(1);
            bench.awaitSettled();
            assertThat(second.id()).isEqualTo(id);
            assertThat(second.header("X-Gost-Attempt")).isEqualTo("2");
            assertThat(second.body()).isEqualTo(bench.receiver.requests().get(0).body());
        }
    }
}
