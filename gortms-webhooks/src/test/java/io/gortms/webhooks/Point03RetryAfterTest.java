package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.webhooks.harness.Bench;
import io.gortms.webhooks.harness.Receiver.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Point 3: what the receiver asks for. */
class Point03RetryAfterTest {

    @TempDir
    private Path directory;

    private static Duration nextIn(Bench bench) {
        WebhookAttempt newest = bench.attempts(1).get(0);
        return Duration.between(bench.clock.instant(), newest.nextAttemptAt());
    }

    @ParameterizedTest
    @CsvSource({
        "500, 120, 120",
        "500, 2, 5",
        "429, 90000000, 86400",
        "503, -1, 5",
        "404, soon, 5",
        "503, '', 5",
        "503, 99999999999999999999, 86400",
        "503, 0000000000000000000120, 120"
    })
    void theLongerOfScheduleAndHintAtMostADay(int status, String hint, long seconds) {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(request -> Answer.of(status).header("Retry-After", hint));
            bench.webhooks().register(bench.endpoint("acme"));
            bench.webhooks().dispatch("order.paid", 1);
            assertThat(nextIn(bench)).isEqualTo(Duration.ofSeconds(seconds));
        }
    }

    /** In any form that a receiver may write (RFC 9110, 5.6.7): it is 0:00 on 1 January 2026. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Thu, 01 Jan 2026 00:10:00 GMT",
                "Thu, 1 Jan 2026 00:10:00 GMT",
                "Thursday, 01-Jan-26 00:10:00 GMT",
                "Thu Jan  1 00:10:00 2026"
            })
    void aDateIsRead(String date) {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(request -> Answer.of(503).header("Retry-After", date));
            bench.webhooks().register(bench.endpoint("acme"));
            bench.webhooks().dispatch("order.paid", 1);
            assertThat(nextIn(bench)).isEqualTo(Duration.ofMinutes(10));
        }
    }

    /** On 429 and 503 the endpoint rests, over a restart too; on others the webhook only. */
    @ParameterizedTest
    @CsvSource({"429, true", "503, true", "500, false"})
    void theEndpointRestsToo(int status, boolean rests) {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(request -> Answer.of(status).header("Retry-After", "600"));
            bench.webhooks().register(bench.endpoint("acme"));
            bench.webhooks().dispatch("order.paid", 1);
            bench.attempts(1);
            bench.receiver.answer(200);
            if (!rests) {
                bench.webhooks().dispatch("order.paid", 2);
                bench.receiver.await(2);
                return;
            }
            EndpointEvent.BackingOff event = bench.event(EndpointEvent.BackingOff.class);
            assertThat(event.until()).isEqualTo(bench.clock.instant().plusSeconds(600));
            bench.restart();
            bench.webhooks().dispatch("order.paid", 2);
            Bench.await(() -> bench.webhooks().endpoint("acme").waiting() == 2, "it is handed on");
            EndpointStatus status1 = bench.webhooks().endpoint("acme");
            assertThat(status1.state()).isEqualTo(EndpointStatus.State.BACKING_OFF);
            assertThat(status1.until()).isEqualTo(event.until());
            bench.advance(Duration.ofSeconds(599));
            assertThat(bench.receiver.requests()).hasSize(1);
            bench.advance(Duration.ofSeconds(1));
            bench.receiver.await(3);
        }
    }

    /** Whatever becomes of the webhook itself. */
    @ParameterizedTest
    @ValueSource(strings = {"abort-message", "disable", ""})
    void theEndpointRestsAfterAnInstructionToo(String instruction) {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(
                    request -> Answer.of(503).header("Retry-After", "600").header("webhook-delivery", instruction));
            bench.webhooks().register(bench.endpoint("acme"));
            bench.webhooks().dispatch("order.paid", 1);
            bench.attempts(1);
            assertThat(bench.webhooks().endpoint("acme").until())
                    .isEqualTo(bench.clock.instant().plusSeconds(600));
        }
    }

    /** A success of another webhook ends a pause that failures have made, but not the rest that was asked for. */
    @Test
    void aSuccessUnderWayDoesNotEndTheRest() {
        try (Bench bench = new Bench(directory)) {
            CountDownLatch limited = new CountDownLatch(1);
            CountDownLatch slow = new CountDownLatch(1);
            bench.receiver.answer(request -> {
                if (request.text().contains("limited")) {
                    Bench.awaitQuietly(slow);
                    return Answer.of(429).header("Retry-After", "600");
                } else if (request.text().contains("slow")) {
                    slow.countDown();
                    Bench.awaitQuietly(limited);
                }
                return Answer.of(200);
            });
            FailurePolicy atOnce = FailurePolicy.defaults().pauses(1, Duration.ofMinutes(1), Duration.ofMinutes(1));
            bench.webhooks().register(bench.endpoint("acme").failures(atOnce));
            for (int i = 1; i <= 3; i++) {
                bench.webhooks().dispatch("order.paid", i);
                bench.attempts(i);
            }
            bench.webhooks().dispatch("order.paid", "limited");
            bench.webhooks().dispatch("order.paid", "slow");
            Instant until = bench.event(EndpointEvent.BackingOff.class).until();
            limited.countDown();
            bench.attempts(5);
            assertThat(until).isEqualTo(bench.clock.instant().plusSeconds(600));
            assertThat(bench.webhooks().endpoint("acme").until()).isEqualTo(until);
            bench.restart();
            assertThat(bench.webhooks().endpoint("acme").until()).isEqualTo(until);
        }
    }
}
