package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gortms.webhooks.WebhookAttempt.Outcome;
import io.gortms.webhooks.harness.Bench;
import io.gortms.webhooks.harness.Receiver.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Point 4: what an answer means. */
class Point04OutcomeTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "200, DELIVERED",
        "204, DELIVERED",
        "299, DELIVERED",
        "301, RETRIED",
        "304, RETRIED",
        "307, RETRIED",
        "400, RETRIED",
        "404, RETRIED",
        "500, RETRIED",
        "599, RETRIED"
    })
    void aStatusHasItsOutcome(int status, Outcome outcome) {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(request -> Answer.of(status)
                    .header("Location", bench.receiver.url("/elsewhere"))
                    .body(status == 204 || status == 304 ? "" : "as you say"));
            bench.webhooks().register(bench.endpoint("acme"));
            bench.webhooks().dispatch("order.paid", 1);
            WebhookAttempt attempt = bench.attempts(1).get(0);
            assertThat(attempt.outcome()).isEqualTo(outcome);
            assertThat(attempt.status()).isEqualTo(status);
            assertThat(attempt.reason()).isEqualTo(outcome == Outcome.DELIVERED ? null : FailureReason.STATUS);
            assertThat(bench.receiver.requests()).extracting("path").containsOnly("/acme");
        }
    }

    /** 410, and who asks for it by a header: the endpoint is disabled, durably, and its webhook kept for when it is enabled. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void goneDisables(boolean byHeader) {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(
                    request -> byHeader ? Answer.of(500).header("webhook-delivery", "disable") : Answer.of(410));
            bench.webhooks().register(bench.endpoint("acme"));
            bench.webhooks().dispatch("order.paid", 1);
            bench.attempts(1);
            assertThat(bench.event(EndpointEvent.Disabled.class).why()).contains(byHeader ? "500" : "410");
            bench.receiver.answer(200);
            bench.restart();
            assertThat(bench.webhooks().endpoint("acme").state()).isEqualTo(EndpointStatus.State.DISABLED);
            assertThat(bench.webhooks().dispatch("order.paid", 2).endpoints()).isEmpty();
            bench.advance(Duration.ofDays(1));
            assertThat(bench.receiver.requests()).hasSize(1);

            bench.webhooks().enable("acme");
            assertThat(bench.receiver.await(2).get(1).header("X-Gost-Attempt")).isEqualTo("2");
            bench.awaitSettled();
            assertThat(bench.webhooks().endpoint("acme").state()).isEqualTo(EndpointStatus.State.ACTIVE);
        }
    }

    @Test
    void theReceiverMayGiveItUp() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(request -> Answer.of(422).header("webhook-delivery", "abort-message"));
            bench.webhooks().register(bench.endpoint("acme"));
            String id = bench.webhooks().dispatch("order.paid", 1).id();
            assertThat(bench.attempts(1).get(0).outcome()).isEqualTo(Outcome.GIVEN_UP);
            assertThat(bench.event(EndpointEvent.GivenUp.class).id()).isEqualTo(id);
            assertThat(bench.webhooks().deadLetters("acme", 1)).hasSize(1);
        }
    }

    @Test
    void anEndpointMayJudgeForItself() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(404);
            bench.webhooks().register(bench.endpoint("acme").classifier(response -> Verdict.DELIVERED));
            bench.webhooks().register(bench.endpoint("broken").classifier(response -> {
                throw new IllegalStateException("on purpose");
            }));
            bench.webhooks().dispatch("order.paid", 1);
            assertThat(bench.attempts(2))
                    .extracting(WebhookAttempt::endpoint, WebhookAttempt::outcome)
                    .containsExactlyInAnyOrder(tuple("acme", Outcome.DELIVERED), tuple("broken", Outcome.RETRIED));
        }
    }

    @Test
    void whyThereWasNoAnswerIsToldApart() throws IOException {
        int closedPort;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = free.getLocalPort();
        }
        try (Bench bench = new Bench(directory)) {
            assertThat(bench.webhooks()
                            .send("http://127.0.0.1:" + closedPort + "/", Bench.SECRET, "order.paid", 1)
                            .reason())
                    .isEqualTo(FailureReason.CONNECT);
            assertThat(bench.webhooks()
                            .send("http://no-such-name.invalid/", Bench.SECRET, "order.paid", 1)
                            .reason())
                    .isEqualTo(FailureReason.DNS);
        }
    }
}
