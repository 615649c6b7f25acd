package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.webhooks.harness.Bench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** For ever is a time like any other. */
class LongTimesTest {

    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    @TempDir
    private Path directory;

    @Test
    void theLimitsOfARequestMayBeAsLongAsOneLikes() {
        TransportOptions patient =
                TransportOptions.defaults().connectTimeout(FOREVER).deadline(FOREVER);
        AddressPolicy loopback = AddressPolicy.publicOnly().allowLoopback().allowPlainHttp();
        try (Bench bench = new Bench(
                directory, builder -> builder.transportOptions(patient).addressPolicy(loopback))) {
            WebhookAttempt attempt =
                    bench.webhooks().send(bench.receiver.url("/"), Bench.SECRET, "order.paid", Map.of());
            assertThat(attempt.isDelivered()).as(attempt.detail()).isTrue();
        }
    }

    @Test
    void oneMayWaitForEver() {
        try (Bench bench = new Bench(directory, builder -> builder.shutdownTimeout(FOREVER))) {
            bench.webhooks().register(bench.endpoint("acme"));
            bench.webhooks().dispatch("order.paid", 1);
            assertThat(bench.webhooks().awaitSettled(FOREVER)).isTrue();
            bench.restart();
            assertThat(bench.receiver.requests()).hasSize(1);
        }
    }
}
