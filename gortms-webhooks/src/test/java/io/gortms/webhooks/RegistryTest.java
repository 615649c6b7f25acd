package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.ConsumerGroup;
import io.gortms.Domain;
import io.gortms.MessageQueue;
import io.gortms.MessageTooLargeException;
import io.gortms.webhooks.harness.Bench;
import io.gortms.webhooks.harness.Receiver.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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
    void ofWhatCannotBeStoredNothingIsLeft() {
        String large = "x".repeat(1 << 20);
        try (Bench bench = new Bench(directory)) {
            Domain domain = bench.broker().domain("_webhooks");
            bench.webhooks().register(bench.endpoint("known").maxInFlight(2));
            int before = domain.queue("ep-known").options().maxInFlight();
            for (String id : List.of("known", "new")) {
                WebhookEndpoint tooLarge = bench.endpoint(id).maxInFlight(9).header("X-Large", large);
                assertThatThrownBy(() -> bench.webhooks().register(tooLarge))
                        .isInstanceOf(MessageTooLargeException.class);
            }
            assertThat(domain.queue("ep-known").options().maxInFlight()).isEqualTo(before);
            assertThat(domain.queues()).extracting(MessageQueue::name).doesNotContain("ep-new", "_webhooks.ep-new");
            bench.webhooks().dispatch("order.paid", 1);
            assertThat(bench.receiver.await(1).get(0).path()).isEqualTo("/known");
        }
    }

    /** Ten thousand types of events are remembered, and each may go to ten thousand endpoints. */
    @Test
    void typesThatGoToTheSameEndpointsShareWhatIsRememberedOfThem() {
        try (Bench bench = new Bench(directory)) {
            bench.webhooks().register(bench.endpoint("all"));
            bench.webhooks().register(bench.endpoint("paid").events("*.paid"));
            List<String> first = bench.webhooks().dispatch("order.paid", 1).endpoints();
            List<String> second = bench.webhooks().dispatch("invoice.paid", 1).endpoints();
            List<String> third = bench.webhooks().dispatch("order.sent", 1).endpoints();
            assertThat(first).containsExactly("all", "paid");
            assertThat(second).isSameAs(first);
            assertThat(third).containsExactly("all");
        }
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

    /** From the dispatch on that knows an endpoint, it gets everything. */
    @Test
    void whoeverIsInAReceiptGetsIt() throws InterruptedException {
        try (Bench bench = new Bench(directory)) {
            ConsumerGroup fanOut =
                    bench.broker().domain("_webhooks").queue("events").group("fan-out");
            AtomicBoolean done = new AtomicBoolean();
            AtomicInteger expected = new AtomicInteger();
            Thread dispatcher = new Thread(() -> {
                while (!done.get()) {
                    if (fanOut.lag() == 0) { // so that each is handed on at once
                        expected.addAndGet(bench.webhooks()
                                .dispatch("order.paid", 1)
                                .endpoints()
                                .size());
                    }
                }
            });
            dispatcher.start();
            for (int i = 0; i < 100; i++) {
                bench.webhooks().register(bench.endpoint("e" + i));
            }
            done.set(true);
            dispatcher.join();
            bench.awaitSettled();
            assertThat(bench.receiver.requests()).hasSize(expected.get());
        }
    }

    @Test
    void whatIsAnsweredAfterARemovalSaysNothingOfTheNextOfThisId() {
        try (Bench bench = new Bench(directory)) {
            CountDownLatch came = new CountDownLatch(1);
            CountDownLatch removed = new CountDownLatch(1);
            bench.receiver.answer(request -> {
                came.countDown();
                Bench.awaitQuietly(removed);
                return Answer.of(410);
            });
            bench.webhooks().register(bench.endpoint("acme"));
            bench.webhooks().dispatch("order.paid", 1);
            Bench.awaitQuietly(came);
            bench.webhooks().unregister("acme");
            bench.webhooks().register(bench.endpoint("acme"));
            removed.countDown();
            bench.attempts(1);
            assertThat(bench.webhooks().endpoint("acme").state()).isEqualTo(EndpointStatus.State.ACTIVE);
        }
    }

    @Test
    void whoeverRegistersWhileItClosesIsTold() throws InterruptedException {
        try (Bench bench = new Bench(directory)) {
            CountDownLatch registering = new CountDownLatch(1);
            CountDownLatch closed = new CountDownLatch(1);
            WebhookSigner slowToCheck = new WebhookSigner() {
                @Override
                public Map<String, String> sign(SignedContent content, List<WebhookSecret> secrets) {
                    return Map.of();
                }

                @Override
                public void requireUsable(List<WebhookSecret> secrets) {
                    registering.countDown();
                    Bench.awaitQuietly(closed);
                }
            };
            AtomicReference<Throwable> told = new AtomicReference<>();
            Thread thread = new Thread(
                    () -> bench.webhooks().register(bench.endpoint("acme").signer(slowToCheck)));
            thread.setUncaughtExceptionHandler((unused, thrown) -> told.set(thrown));
            thread.start();
            Bench.awaitQuietly(registering);
            bench.webhooks().close();
            closed.countDown();
            thread.join();
            assertThat(told.get()).isInstanceOf(WebhooksClosedException.class);
        }
    }
}
