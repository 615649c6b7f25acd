package io.gortms.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.MessageTooLargeException;
import io.gortms.webhooks.harness.Bench;
import io.gortms.webhooks.harness.Receiver;
import io.gortms.webhooks.harness.Receiver.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Point 13: filters, transform, headers, tokens, proxies, idempotency. */
class Point13OptionsTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "#, order, true",
        "#, order.paid.late, true",
        "order.*, order.paid, true",
        "order.*, order, false",
        "order.*, order.paid.late, false",
        "order.#, order, true",
        "order.#, order.paid.late, true",
        "*.paid, order.paid, true",
        "#.paid, paid, true",
        "#.paid, a.b.paid, true",
        "#.paid, a.paid.b, false",
        "a.#.b.#.c, a.b.x.b.c, true",
        "a.#.b.*.c, a.b.b.x.c, true",
        "a.#.b.*.c, a.b.c, false",
        "order.paid, order.paid, true",
        "order.paid, order.paidx, false",
        "*, order, true",
        "*.*, order, false"
    })
    void aFilterChoosesEvents(String filter, String event, boolean chosen) {
        try (Bench bench = new Bench(directory)) {
            bench.webhooks().register(bench.endpoint("acme").events("never.this", filter));
            assertThat(bench.webhooks().dispatch(event, 1).endpoints()).hasSize(chosen ? 1 : 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "a.", "order paid", "or*der", "##", "é"})
    void whatIsNoFilterOrEventIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookEndpoint.of("a", "https://a.example/").events(text));
        assertThatIllegalArgumentException().isThrownBy(() -> WebhookMessage.of(text, 1));
    }

    @Test
    void aTransformIsMadeOnceAndItsResultStored() {
        try (Bench bench = new Bench(directory)) {
            AtomicInteger calls = new AtomicInteger();
            WebhookTransform transform = (event, body) -> ("{\"call\":" + calls.incrementAndGet() + ",\"was\":"
                            + new String(body, UTF_8) + "}")
                    .getBytes(UTF_8);
            WebhookEndpoint endpoint = bench.endpoint("acme").transform(transform);
            bench.receiver.answer(500);
            bench.webhooks().register(endpoint);
            bench.webhooks().dispatch("order.paid", 1);
            bench.attempts(1);
            bench.restart();
            bench.receiver.answer(200);
            bench.webhooks().register(endpoint);
            bench.advance(Duration.ofSeconds(5));
            Request again = bench.receiver.await(2).get(1);
            assertThat(again.text()).startsWith("{\"call\":1,\"was\":{\"event\":\"order.paid\"");
            assertThat(calls).hasValue(1);
            assertThat(WebhookVerifier.gost(Bench.SECRET)
                            .verify(again.headers(), again.body())
                            .isGenuine())
                    .isTrue();
        }
    }

    /** Between a restart and the next registration nothing is sent that would not be transformed, and the order is kept. */
    @Test
    void whatIsDispatchedWhileATransformIsMissingWaitsForIt() {
        try (Bench bench = new Bench(directory)) {
            WebhookEndpoint endpoint =
                    bench.endpoint("acme").fifo().transform((event, body) -> "\"transformed\"".getBytes(UTF_8));
            bench.webhooks().register(endpoint);
            bench.restart();
            assertThat(bench.webhooks().endpoint("acme").state()).isEqualTo(EndpointStatus.State.INCOMPLETE);
            String first = bench.webhooks().dispatch("order.paid", 1).id();
            bench.restart();
            String second = bench.webhooks().dispatch("order.paid", 2).id();
            bench.webhooks().register(endpoint);
            String third = bench.webhooks().dispatch("order.paid", 3).id();
            assertThat(bench.receiver.await(3)).extracting(Request::id).containsExactly(first, second, third);
            assertThat(bench.receiver.requests()).extracting(Request::text).containsOnly("\"transformed\"");
            bench.awaitSettled();
            assertThat(bench.receiver.requests()).hasSize(3);
        }
    }

    @Test
    void whatCannotBeTransformedIsADeadLetterOfThisEndpoint() {
        try (Bench bench = new Bench(directory)) {
            bench.webhooks().register(bench.endpoint("none").transform((event, body) -> nothing()));
            bench.webhooks().register(bench.endpoint("good"));
            bench.webhooks().register(bench.endpoint("bad").transform((event, body) -> {
                throw new IllegalStateException("on purpose");
            }));
            bench.webhooks().register(bench.endpoint("large").transform((event, body) -> new byte[300_000]));
            bench.webhooks().dispatch("order.paid", 1);
            bench.receiver.await(1);
            bench.awaitSettled();
            assertThat(bench.webhooks().deadLetters("bad", 1))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.headers().get("gortms-dead-reason"))
                            .contains("transform failed", "on purpose"));
            assertThat(bench.webhooks().deadLetters("large", 1))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.headers().get("gortms-dead-reason"))
                            .contains("too large"));
            assertThat(bench.webhooks().deadLetters("none", 1))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.headers().get("gortms-dead-reason"))
                            .contains("transform failed", "null"));
        }
    }

    @SuppressWarnings("NullAway") // what a transform written without it may do
    private static byte[] nothing() {
        return null;
    }

    /** What was dispatched when more was allowed is given up, and is in the way of nothing else. */
    @Test
    void whatIsTooLargeSinceTheLimitWasLoweredIsADeadLetter() {
        AtomicInteger limit = new AtomicInteger(1000);
        try (Bench bench = new Bench(directory, builder -> builder.maxPayloadBytes(limit.get()))) {
            WebhookEndpoint endpoint = bench.endpoint("acme").transform((event, body) -> body);
            bench.webhooks().register(endpoint);
            bench.restart(); // now it waits for its transform
            bench.webhooks().dispatch("order.paid", "x".repeat(500));
            String small = bench.webhooks().dispatch("order.paid", 1).id();
            limit.set(200);
            bench.restart();
            bench.webhooks().register(endpoint);
            assertThat(bench.receiver.await(1)).extracting(Request::id).containsExactly(small);
            bench.awaitSettled();
            assertThat(bench.webhooks().deadLetters("acme", 10)).hasSize(1);
        }
    }

    @Test
    void headersAndATokenAreSentAfterARestartToo() {
        try (Bench bench = new Bench(directory)) {
            bench.webhooks()
                    .register(bench.endpoint("acme").header("X-Tenant", "seven").bearerToken("token"));
            bench.restart();
            bench.webhooks().dispatch("order.paid", 1);
            Request request = bench.receiver.await(1).get(0);
            assertThat(request.header("X-Tenant")).isEqualTo("seven");
            assertThat(request.header("Authorization")).isEqualTo("Bearer token");
            assertThat(request.header("Content-Type")).isEqualTo("application/json");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "content-length",
                "Transfer-Encoding",
                "Proxy-Connection",
                "X-Gost-Signature",
                "webhook-id",
                "X Y",
                "X~Y",
                "",
                "a:b"
            })
    void headersThatAreOursAreRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookEndpoint.of("a", "https://a.example/").header(name, "x"));
    }

    @Test
    void aHeaderIsSentOnceHoweverItIsWritten() {
        try (Bench bench = new Bench(directory)) {
            bench.webhooks()
                    .register(bench.endpoint("acme")
                            .header("authorization", "Basic none")
                            .header("USER-AGENT", "shop")
                            .bearerToken("token"));
            bench.webhooks().dispatch("order.paid", 1);
            Request request = bench.receiver.await(1).get(0);
            assertThat(request.header("Authorization")).isEqualTo("Bearer token");
            assertThat(request.header("User-Agent")).isEqualTo("shop");
        }
    }

    @Test
    void aLineBreakInAHeaderIsRefused() {
        WebhookEndpoint endpoint = WebhookEndpoint.of("a", "https://a.example/");
        assertThatIllegalArgumentException().isThrownBy(() -> endpoint.header("X-A", "a\r\nX-B: b"));
        assertThatIllegalArgumentException().isThrownBy(() -> endpoint.bearerToken("a\nb"));
    }

    @Test
    void itGoesThroughAProxy() {
        try (Bench bench = new Bench(directory);
                Receiver proxy = new Receiver()) {
            bench.webhooks()
                    .register(WebhookEndpoint.of("acme", "http://client.example/hook")
                            .secret(Bench.SECRET)
                            .proxy(proxy.url("")));
            bench.webhooks().dispatch("order.paid", 1);
            assertThat(proxy.await(1).get(0).path()).isEqualTo("http://client.example/hook");
        }
    }

    @Test
    void theSameKeyIsDispatchedOnce() {
        try (Bench bench = new Bench(directory)) {
            bench.webhooks().register(bench.endpoint("acme"));
            WebhookMessage message = WebhookMessage.of("order.paid", 1).withIdempotencyKey("order 17 / paid");
            DispatchReceipt first = bench.webhooks().dispatch(message);
            bench.restart();
            DispatchReceipt second = bench.webhooks().dispatch(message);
            assertThat(first.duplicate()).isFalse();
            assertThat(second.duplicate()).isTrue();
            assertThat(second.id()).isEqualTo(first.id());
            bench.receiver.await(1);
            bench.awaitSettled();
            assertThat(bench.receiver.requests()).hasSize(1);

            String url = bench.receiver.url("/direct");
            assertThat(bench.webhooks().dispatchTo(url, Bench.SECRET, message).duplicate())
                    .isFalse();
            assertThat(bench.webhooks().dispatchTo(url, Bench.SECRET, message).duplicate())
                    .isTrue();
            bench.advance(Duration.ofHours(25));
            assertThat(bench.webhooks().dispatch(message).duplicate()).isFalse();
        }
    }

    /** Halves of characters are all the same in UTF-8: what one key says would be taken for what another does. */
    @Test
    void aKeyThatIsNoTextIsRefused() {
        WebhookMessage message = WebhookMessage.of("order.paid", 1);
        assertThatThrownBy(() -> message.withIdempotencyKey("order \ud83d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
        assertThat(message.withIdempotencyKey("order \ud83d\ude00").idempotencyKey())
                .hasSize(8);
    }

    /** Registering it again, or another secret, fills no bucket. */
    @Test
    void aRateHoldsThroughChangesOfOtherThings() {
        try (Bench bench = new Bench(directory)) {
            WebhookEndpoint endpoint = bench.endpoint("acme").rateLimit(new RateLimit(1, Duration.ofMinutes(1), 1));
            bench.webhooks().register(endpoint);
            bench.webhooks().dispatch("order.paid", 1);
            bench.attempts(1);
            bench.webhooks().pause("acme");
            bench.webhooks().dispatch("order.paid", 2);
            bench.webhooks().rotateSecret("acme", "another");
            bench.webhooks().register(endpoint);
            bench.webhooks().resume("acme");
            bench.advance(Duration.ofMinutes(1));
            List<WebhookAttempt> attempts = bench.attempts(2);
            assertThat(attempts.get(0).startedAt())
                    .isEqualTo(attempts.get(1).startedAt().plus(Duration.ofMinutes(1)));
        }
    }

    @Test
    void theRateIsKept() {
        try (Bench bench = new Bench(directory)) {
            bench.webhooks().register(bench.endpoint("acme").rateLimit(new RateLimit(2, Duration.ofSeconds(1), 3)));
            for (int i = 0; i < 10; i++) {
                bench.webhooks().dispatch("order.paid", i);
            }
            bench.receiver.await(3);
            Bench.await(() -> bench.webhooks().endpoint("acme").waiting() == 7, "three are done");
            for (int more = 4; more <= 10; more++) {
                bench.advance(Duration.ofMillis(499));
                assertThat(bench.receiver.requests()).hasSize(more - 1);
                bench.advance(Duration.ofMillis(1));
                bench.receiver.await(more);
                int left = 10 - more;
                Bench.await(() -> bench.webhooks().endpoint("acme").waiting() == left, "this one is done");
            }
        }
    }

    @Test
    void aPayloadThatIsTooLargeIsRefused() {
        try (Bench bench = new Bench(directory)) {
            bench.webhooks().register(bench.endpoint("acme"));
            assertThatThrownBy(() -> bench.webhooks().dispatch("order.paid", "x".repeat(256 * 1024)))
                    .isInstanceOf(MessageTooLargeException.class)
                    .hasMessageContaining("262144")
                    .hasMessageContaining("raise maxPayloadBytes");
            assertThatThrownBy(() -> bench.webhooks()
                            .send(bench.receiver.url("/a"), Bench.SECRET, "order.paid", "x".repeat(256 * 1024)))
                    .isInstanceOf(MessageTooLargeException.class)
                    .hasMessageContaining("262144")
                    .hasMessageContaining("raise maxPayloadBytes");
            bench.awaitSettled();
            assertThat(bench.receiver.requests()).isEmpty();
        }
    }

    @Test
    void aSignerThatIsSlowSignsElsewhere() {
        try (Bench bench = new Bench(directory)) {
            WebhookSecret secret = WebhookSecret.generateEd25519();
            bench.webhooks()
                    .register(bench.endpoint("acme")
                            .signer(SignatureProfile.STANDARD)
                            .secret(secret.reveal()));
            bench.webhooks().dispatch("order.paid", 1);
            Request request = bench.receiver.await(1).get(0);
            assertThat(WebhookVerifier.standard(secret.publicKey())
                            .clock(bench.clock)
                            .verify(request.headers(), request.body())
                            .isGenuine())
                    .isTrue();
        }
    }

    /** It may need no secret, and it may fail. */
    @Test
    void aSignerOfOnesOwnSigns() {
        try (Bench bench = new Bench(directory)) {
            String url = bench.receiver.url("/acme");
            AtomicInteger calls = new AtomicInteger();
            bench.webhooks().register(WebhookEndpoint.of("acme", url).signer((content, secrets) -> {
                if (calls.incrementAndGet() == 1) {
                    throw new IllegalStateException("on purpose");
                }
                return Map.of("X-Mine", content.id() + "/" + content.attempt());
            }));
            String id = bench.webhooks().dispatch("order.paid", 1).id();
            assertThat(bench.attempts(1).get(0).detail()).contains("on purpose");
            bench.advance(Duration.ofSeconds(5));
            assertThat(bench.receiver.await(1).get(0).header("X-Mine")).isEqualTo(id + "/2");
        }
    }

    /** Nor does it go on for ever if its exceptions are broken. */
    @Test
    void aSignerThatCannotSayWhatIsWrongMakesTheAttemptFail() {
        try (Bench bench = new Bench(directory)) {
            WebhookEndpoint endpoint = WebhookEndpoint.of("acme", bench.receiver.url("/acme"))
                    .schedule(RetrySchedule.of(Duration.ZERO))
                    .signer((content, secrets) -> {
                        throw new IllegalStateException() {
                            private static final long serialVersionUID = 1L;

                            @Override
                            public String getMessage() {
                                throw new IllegalArgumentException("nobody has set it");
                            }
                        };
                    });
            bench.webhooks().register(endpoint);
            bench.webhooks().dispatch("order.paid", 1);
            bench.awaitSettled();
            assertThat(bench.attempts(1).get(0).outcome()).isEqualTo(WebhookAttempt.Outcome.GIVEN_UP);
        }
    }

    @Test
    void anEndpointWithoutASecretIsRefused() {
        try (Bench bench = new Bench(directory)) {
            WebhookEndpoint endpoint = WebhookEndpoint.of("acme", bench.receiver.url("/acme"));
            assertThatThrownBy(() -> bench.webhooks().register(endpoint)).isInstanceOf(InvalidSecretException.class);
            assertThat(bench.webhooks().endpoints()).isEmpty();
        }
    }
}
