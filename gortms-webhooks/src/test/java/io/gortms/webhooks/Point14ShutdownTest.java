package io.gortms.webhooks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Broker;
import io.gortms.webhooks.EndpointStatus.State;
import io.gortms.webhooks.harness.Bench;
import io.gortms.webhooks.harness.Receiver.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Point 14: shutdown, and secrets on the disk. */
class Point14ShutdownTest {

    private static final AddressPolicy LOOPBACK =
            AddressPolicy.publicOnly().allowLoopback().allowPlainHttp();

    @TempDir
    private Path directory;

    @Test
    void closingWaitsForWhatIsUnderWay() {
        try (Bench bench = new Bench(directory)) {
            CountDownLatch came = new CountDownLatch(1);
            CountDownLatch closing = new CountDownLatch(1);
            bench.receiver.answer(request -> {
                came.countDown();
                await(closing);
                return Answer.of(200);
            });
            bench.webhooks().register(bench.endpoint("acme"));
            bench.webhooks().dispatch("order.paid", 1);
            await(came);
            Thread closer = new Thread(() -> bench.webhooks().close());
            closer.start();
            Bench.await(() -> closer.getState() == Thread.State.TIMED_WAITING, "it closes");
            closing.countDown();
            bench.restart();
            bench.awaitSettled();
            assertThat(bench.attempts(1).get(0).isDelivered()).isTrue();
            assertThat(bench.receiver.requests()).hasSize(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatIsCutShortIsSentAgainAsIfItHadNotBeen() {
        try (Bench bench = new Bench(directory, builder -> builder.shutdownTimeout(Duration.ZERO))) {
            CountDownLatch came = new CountDownLatch(1);
            CountDownLatch never = new CountDownLatch(1);
            bench.receiver.answer(request -> {
                came.countDown();
                await(never);
                return Answer.of(200);
            });
            bench.webhooks().register(bench.endpoint("acme"));
            bench.webhooks().dispatch("order.paid", 1);
            await(came);
            bench.webhooks().close();
            bench.receiver.answer(200);
            bench.restart();
            never.countDown();
            bench.awaitSettled();
            WebhookAttempt only = bench.attempts(1).get(0);
            assertThat(only.attempt()).isEqualTo(1);
            assertThat(only.isDelivered()).isTrue();
        }
    }

    @Test
    void nothingIsTakenAfterTheClose() {
        try (Bench bench = new Bench(directory)) {
            Webhooks webhooks = bench.webhooks();
            webhooks.close();
            webhooks.close();
            assertThatThrownBy(() -> webhooks.dispatch("order.paid", 1)).isInstanceOf(WebhooksClosedException.class);
            assertThatThrownBy(webhooks::endpoints).isInstanceOf(WebhooksClosedException.class);
            bench.restart();
        }
    }

    @Test
    void theBrokerMayBeClosedFirst() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(500);
            bench.webhooks().register(bench.endpoint("acme"));
            bench.webhooks().dispatch("order.paid", 1);
            bench.attempts(1);
            bench.broker().close();
            bench.webhooks().close();
            bench.restart();
            bench.receiver.answer(200);
            bench.advance(Duration.ofSeconds(5));
            bench.awaitSettled();
            assertThat(bench.receiver.requests()).hasSize(2);
        }
    }

    @Test
    void thereAreNoTwoOnOneBroker() {
        try (Broker broker = Broker.builder().inMemory().build()) {
            try (Webhooks first = Webhooks.builder(broker).build()) {
                assertThat(first.endpoints()).isEmpty();
                assertThatIllegalStateException()
                        .isThrownBy(() -> Webhooks.builder(broker).build());
            }
            Webhooks.builder(broker).build().close();
        }
    }

    @Test
    void noThreadIsLeft() {
        try (Bench bench = new Bench(directory)) {
            bench.webhooks().register(bench.endpoint("acme"));
            bench.webhooks().dispatch("order.paid", 1);
            bench.awaitSettled();
        }
        Bench.await(
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("gortms-webhooks")),
                "the threads to end");
    }

    @Test
    void nothingSecretLiesOpenOnTheDisk() throws IOException {
        String[] hidden = {"hidden-secret", "hidden-query", "hidden-bearer", "hidden-header", "hidden-direct"};
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(500);
            bench.webhooks()
                    .register(WebhookEndpoint.of("acme", bench.receiver.url("/acme?token=hidden-query"))
                            .secret("hidden-secret")
                            .bearerToken("hidden-bearer")
                            .header("X-Api-Key", "hidden-header"));
            bench.webhooks().dispatch("order.paid", 1);
            bench.webhooks().dispatchTo(bench.receiver.url("/?token=hidden-query"), "hidden-direct", "order.paid", 1);
            bench.attempts(2);
            bench.webhooks().rotateSecret("acme", "hidden-secret-2");
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(hidden);
            }
        }
    }

    @Test
    void withoutAKeyEndpointsAreRegisteredAgain() throws IOException {
        try (Broker broker = Broker.builder().dataDirectory(directory).build();
                Webhooks webhooks =
                        Webhooks.builder(broker).addressPolicy(LOOPBACK).build()) {
            webhooks.register(WebhookEndpoint.of("acme", "http://127.0.0.1:9/").secret("hidden-secret"));
            assertThatIllegalStateException()
                    .isThrownBy(() -> webhooks.dispatchTo("http://127.0.0.1:9/", "hidden-secret", "order.paid", 1))
                    .withMessageContaining("secretsKey");
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, ISO_8859_1)).doesNotContain("hidden-secret");
            }
        }
        try (Bench bench = new Bench(directory)) {
            EndpointStatus status = bench.webhooks().endpoint("acme");
            assertThat(status.state()).isEqualTo(State.INCOMPLETE);
            assertThat(status.why()).contains("register it again", "secretsKey");
            assertThatIllegalStateException()
                    .isThrownBy(() -> bench.webhooks().rotateSecret("acme", "new"))
                    .withMessageContaining("registered again");
            bench.webhooks().pause("acme");
            bench.webhooks().resume("acme");
            bench.webhooks().dispatch("order.paid", 1);
            bench.restart();
            assertThat(bench.webhooks().endpoint("acme").state()).isEqualTo(State.INCOMPLETE);
            bench.webhooks().register(bench.endpoint("acme"));
            bench.receiver.await(1);
        }
    }

    @Test
    void anotherKeyOpensNothingAndLosesNothing() {
        byte[] otherKey = new byte[16];
        try (Bench bench = new Bench(directory)) {
            bench.webhooks().register(bench.endpoint("acme"));
        }
        try (Bench bench = new Bench(directory, builder -> builder.secretsKey(otherKey))) {
            assertThat(bench.webhooks().endpoint("acme").state()).isEqualTo(State.INCOMPLETE);
            bench.webhooks().pause("acme");
            bench.webhooks().resume("acme");
        }
        try (Bench bench = new Bench(directory)) {
            assertThat(bench.webhooks().endpoint("acme").state()).isEqualTo(State.ACTIVE);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Bench(directory, builder -> builder.secretsKey(new byte[15])))
                .withMessageContaining("15");
    }

    @Test
    void bothSecretsSignForADay() {
        try (Bench bench = new Bench(directory)) {
            String old = WebhookSecret.generate().reveal();
            String young = WebhookSecret.generate().reveal();
            bench.webhooks()
                    .register(bench.endpoint("acme")
                            .signer(SignatureProfile.STANDARD)
                            .secret(old));
            bench.webhooks().rotateSecret("acme", young);
            bench.restart();
            bench.webhooks().dispatch("order.paid", 1);
            bench.receiver.await(1);
            bench.advance(Duration.ofHours(24));
            bench.webhooks().dispatch("order.paid", 2);
            bench.receiver.await(2);
            assertThat(signatures(bench, 0)).hasSize(2);
            assertThat(signatures(bench, 1)).hasSize(1);
            for (String secret : List.of(old, young)) {
                assertThat(isGenuine(bench, 0, secret)).isTrue();
            }
            assertThat(isGenuine(bench, 1, young)).isTrue();
            assertThat(isGenuine(bench, 1, old)).isFalse();
        }
    }

    private static String[] signatures(Bench bench, int request) {
        return bench.receiver
                .requests()
                .get(request)
                .header("webhook-signature")
                .split(" ", -1);
    }

    private static boolean isGenuine(Bench bench, int request, String secret) {
        return WebhookVerifier.standard(secret)
                .clock(bench.clock)
                .tolerance(Duration.ofDays(2))
                .verify(
                        bench.receiver.requests().get(request).headers(),
                        bench.receiver.requests().get(request).body())
                .isGenuine();
    }
}
