package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.webhooks.harness.Bench;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registering, changing and removing endpoints. */
class RegistryTest {

    @TempDir
    private Path directory;

    @Test
    void anotherDescriptionHoldsForWhatWaitsToo() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(500);
            bench.webhooks().register(bench.endpoint("acme"));
            bench.webhooks().dispatch("order.paid", 1);
            bench.attempts(1);
            bench.receiver.answer(200);
            bench.webhooks()
                    .register(WebhookEndpoint.of("acme", bench.receiver.url("/moved"))
                            .secret("another"));
            bench.advance(Duration.ofSeconds(5));
            assertThat(bench.receiver.await(2).get(1).path()).isEqualTo("/moved");
        }
    }

    @Test
    void whatIsRemovedIsGoneForGood() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(500);
            bench.webhooks().register(bench.endpoint("acme"));
            bench.webhooks().dispatch("order.paid", 1);
            bench.attempts(1);
            bench.webhooks().unregister("acme");
            assertThatThrownBy(() -> bench.webhooks().endpoint("acme"))
                    .isInstanceOf(EndpointNotFoundException.class)
                    .hasMessageContaining("none is registered");
            bench.restart();
            assertThat(bench.webhooks().endpoints()).isEmpty();
            bench.webhooks().register(bench.endpoint("acme"));
            bench.advance(Duration.ofHours(1));
            bench.awaitSettled();
            assertThat(bench.receiver.requests()).hasSize(1);
        }
    }

    /** More changes than are kept: the records are written anew, and nothing is forgotten. */
    @Test
    void endpointsSurviveManyChanges() {
        try (Bench bench = new Bench(directory)) {
            bench.webhooks().register(bench.endpoint("first").events("first.*"));
            for (int i = 0; i < 1200; i++) {
                bench.webhooks().register(bench.endpoint("second").events("second." + i));
            }
            assertThat(bench.broker()
                            .domain("_webhooks")
                            .queue("endpoints")
                            .group("registry")
                            .position())
                    .isGreaterThan(1000);
            bench.restart();
            assertThat(bench.webhooks().endpoint("first").events()).containsExactly("first.*");
            assertThat(bench.webhooks().endpoint("second").events()).containsExactly("second.1199");
            bench.webhooks().dispatch("second.1199", 1);
            bench.receiver.await(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "_a", "a b", "a.b", "é", "12345678901234567890123456789012345678901"})
    void anIdThatIsNoneIsRefused(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> WebhookEndpoint.of(id, "https://a.example/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.example", "/path", "https:a", "http://a b/"})
    void aUrlThatIsNoneIsRefusedWithoutBeingShown(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookEndpoint.of("a", url))
                .withMessageContaining("https://client.example/callback");
    }

    @Test
    void idsThatDifferByCaseOnlyAreRefused() {
        try (Bench bench = new Bench(directory)) {
            bench.webhooks().register(bench.endpoint("acme"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> bench.webhooks().register(bench.endpoint("ACME")));
            bench.restart();
            assertThat(bench.webhooks().endpoints())
                    .extracting(EndpointStatus::id)
                    .containsExactly("acme");
        }
    }
}
