package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.webhooks.WebhookAttempt.Outcome;
import io.gortms.webhooks.harness.Bench;
import io.gortms.webhooks.harness.Receiver.Answer;
import io.gortms.webhooks.harness.Receiver.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Point 12: the log of attempts, and dead letters. */
class Point12LogTest {

    @TempDir
    private Path directory;

    private static List<WebhookAttempt> find(Bench bench, AttemptQuery query) {
        return bench.webhooks().attempts(query);
    }

    @Test
    void attemptsAreFoundByWebhookEndpointStatusOutcomeAndTime() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(request -> Answer.of(request.path().equals("/bad") ? 418 : 200));
            bench.webhooks().register(bench.endpoint("good"));
            bench.webhooks().register(bench.endpoint("bad"));
            List<String> ids = new ArrayList<>();
            Instant start = bench.clock.instant();
            for (int i = 0; i < 3; i++) {
                ids.add(bench.webhooks().dispatch("order.paid", i).id());
                bench.attempts(2 * (i + 1));
                bench.advance(Duration.ofSeconds(1));
            }
            bench.restart();
            assertThat(find(bench, AttemptQuery.newest().id(ids.get(1))))
                    .extracting(WebhookAttempt::endpoint)
                    .containsExactlyInAnyOrder("good", "bad");
            assertThat(find(bench, AttemptQuery.newest().endpoint("good")))
                    .extracting(WebhookAttempt::id)
                    .containsExactly(ids.get(2), ids.get(1), ids.get(0));
            assertThat(find(bench, AttemptQuery.newest().status(418))).hasSize(3);
            assertThat(find(
                            bench,
                            AttemptQuery.newest().outcome(Outcome.DELIVERED).limit(2)))
                    .extracting(WebhookAttempt::id)
                    .containsExactly(ids.get(2), ids.get(1));
            AttemptQuery second =
                    AttemptQuery.newest().since(start.plusSeconds(1)).until(start.plusSeconds(2));
            assertThat(find(bench, second))
                    .hasSize(2)
                    .allMatch(attempt -> attempt.id().equals(ids.get(1)));
        }
    }

    @Test
    void secretsAreNotInTheLog() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(request -> Answer.of(500)
                    .body("you sent " + request.header("Authorization") + " " + request.header("X-Api-Key") + " to "
                            + request.path() + ", " + Bench.SECRET));
            bench.webhooks()
                    .register(WebhookEndpoint.of("acme", bench.receiver.url("/acme?token=hidden-query"))
                            .secret(Bench.SECRET)
                            .bearerToken("hidden-bearer")
                            .header("X-Api-Key", "hidden-header"));
            bench.webhooks().dispatch("order.paid", 1);
            WebhookAttempt attempt = bench.attempts(1).get(0);
            assertThat(attempt.url()).endsWith("/acme?…");
            assertThat(attempt.responseBody()).isEqualTo("you sent *** *** to /acme?***, ***");
            assertThat(attempt.toString() + bench.webhooks().endpoints()).doesNotContain("hidden", Bench.SECRET);
            assertThat(bench.receiver.requests().get(0).header("Authorization")).isEqualTo("Bearer hidden-bearer");
        }
    }

    /** The token is secret, also without the word before it. */
    @Test
    void aTokenThatIsSentBackIsNotInTheLog() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(request ->
                    Answer.of(500).body(request.header("Authorization").replace("Bearer ", "token=")));
            bench.webhooks().register(bench.endpoint("acme").bearerToken("hidden-bearer"));
            bench.webhooks().dispatch("order.paid", 1);
            assertThat(bench.attempts(1).get(0).responseBody()).isEqualTo("token=***");
        }
    }

    /** One that stands within another does not leave the rest of it there. */
    @Test
    void secretsThatShareTheirBeginningAreNotInTheLog() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(request -> Answer.of(500).body(request.header("Authorization")));
            bench.webhooks()
                    .register(bench.endpoint("acme")
                            .secret("tenant-1")
                            .header("X-Tenant", "tenant")
                            .bearerToken("tenant-1-hidden"));
            bench.webhooks().dispatch("order.paid", 1);
            assertThat(bench.attempts(1).get(0).responseBody()).isEqualTo("***");
        }
    }

    @Test
    void aLongAnswerIsCut() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(request -> Answer.of(500).body("x".repeat(20_000)));
            bench.webhooks().register(bench.endpoint("acme"));
            bench.webhooks().dispatch("order.paid", 1);
            assertThat(bench.attempts(1).get(0).responseBody()).hasSize(16 * 1024);
        }
    }

    private static void giveUpTwo(Bench bench, List<String> ids) {
        bench.receiver.answer(500);
        bench.webhooks().register(bench.endpoint("acme").schedule(RetrySchedule.of(Duration.ZERO)));
        bench.webhooks().register(bench.endpoint("other").schedule(RetrySchedule.of(Duration.ZERO)));
        for (int i = 0; i < 2; i++) {
            ids.add(bench.webhooks().dispatch("order.paid", i).id());
            bench.attempts(2 * (i + 1));
            bench.advance(Duration.ofMinutes(1));
        }
        bench.awaitSettled();
        bench.receiver.answer(200);
    }

    @Test
    void aDeadLetterIsRedeliveredWithItsIdAndBody() {
        try (Bench bench = new Bench(directory)) {
            List<String> ids = new ArrayList<>();
            giveUpTwo(bench, ids);
            bench.restart();
            assertThat(bench.webhooks().redeliver(ids.get(0))).isEqualTo(2);
            List<Request> all = bench.receiver.await(6);
            bench.awaitSettled();
            assertThat(all.subList(4, 6))
                    .allMatch(request -> request.id().equals(ids.get(0)))
                    .allMatch(request -> request.text().equals(all.get(0).text()));
            assertThat(bench.webhooks().deadLetters("acme", 10)).hasSize(1);
            assertThat(bench.webhooks().redeliver("no-such-id")).isZero();
        }
    }

    /** By hand it is sent whatever its age, and its age counts anew. */
    @Test
    void whatWasGivenUpForItsAgeIsRedelivered() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(500);
            RetrySchedule schedule =
                    RetrySchedule.linear(Duration.ofSeconds(1), 5).maxAge(Duration.ofMillis(500));
            bench.webhooks().register(bench.endpoint("acme").schedule(schedule));
            String id = bench.webhooks().dispatch("order.paid", 1).id();
            bench.receiver.await(1);
            bench.awaitSettled();
            bench.receiver.answer(200);
            for (int sent = 2; sent <= 3; sent++) { // a dead letter first, then from the history
                bench.advance(Duration.ofMinutes(5));
                assertThat(bench.webhooks().redeliver(id)).isEqualTo(1);
                bench.awaitSettled();
                assertThat(bench.receiver.requests()).hasSize(sent);
            }
            assertThat(bench.webhooks().deadLetters("acme", 10)).isEmpty();
        }
    }

    /** One of the same id that was there before is another. */
    @Test
    void whatARemovedEndpointWasSentIsMissingAtTheNext() {
        try (Bench bench = new Bench(directory)) {
            Instant start = bench.clock.instant();
            bench.receiver.answer(500);
            bench.webhooks().register(bench.endpoint("acme"));
            String id = bench.webhooks().dispatch("order.paid", 1).id();
            bench.attempts(1);
            bench.webhooks().unregister("acme");
            bench.receiver.answer(200);
            bench.webhooks().register(bench.endpoint("acme"));
            for (int sent = 1; sent >= 0; sent--) {
                assertThat(bench.webhooks().replayMissing("acme", start, Instant.MAX))
                        .isEqualTo(sent);
                bench.awaitSettled();
                bench.advance(Duration.ofMinutes(2));
            }
            assertThat(bench.receiver.requests()).extracting(Request::id).containsExactly(id, id);
        }
    }

    @Test
    void redeliveringTwiceSendsADeadLetterOnce() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(request -> Answer.of(request.path().equals("/bad") ? 500 : 200));
            bench.webhooks().register(bench.endpoint("good"));
            bench.webhooks().register(bench.endpoint("bad").schedule(RetrySchedule.of(Duration.ZERO)));
            String id = bench.webhooks().dispatch("order.paid", 1).id();
            bench.attempts(2);
            bench.awaitSettled();
            bench.receiver.answer(200);
            assertThat(bench.webhooks().redeliver(id)).isEqualTo(1);
            assertThat(bench.webhooks().redeliver(id)).isZero();
            bench.awaitSettled();
            assertThat(bench.receiver.requests()).hasSize(3);
        }
    }

    @Test
    void whatWasDeliveredIsRedeliveredOnceInAMinute() {
        try (Bench bench = new Bench(directory)) {
            bench.webhooks().register(bench.endpoint("acme"));
            String id = bench.webhooks().dispatch("order.paid", 1).id();
            bench.receiver.await(1);
            bench.awaitSettled();
            assertThat(bench.webhooks().redeliver(id)).isEqualTo(1);
            assertThat(bench.webhooks().redeliver(id)).isZero();
            List<Request> all = bench.receiver.await(2);
            assertThat(all.get(1).id()).isEqualTo(id);
            assertThat(all.get(1).text()).isEqualTo(all.get(0).text());
            bench.awaitSettled();
            bench.advance(Duration.ofMinutes(2));
            assertThat(bench.webhooks().redeliver(id)).isEqualTo(1);
        }
    }

    @Test
    void whatAnEndpointMissedInATimeIsRecoveredOnce() {
        try (Bench bench = new Bench(directory)) {
            List<String> ids = new ArrayList<>();
            Instant start = bench.clock.instant();
            giveUpTwo(bench, ids);
            assertThat(bench.webhooks().recover("acme", start.plusSeconds(60), start.plusSeconds(61)))
                    .isEqualTo(1);
            assertThat(bench.receiver.await(5).get(4).id()).isEqualTo(ids.get(1));
            bench.awaitSettled();
            assertThat(bench.webhooks().recover("acme", start.plusSeconds(60), start.plusSeconds(61)))
                    .isZero();
            assertThat(bench.webhooks().deadLetters("other", 10)).hasSize(2);
            assertThat(bench.webhooks().recover("other", Instant.MIN, Instant.MAX))
                    .isEqualTo(2);
            assertThat(bench.webhooks().replayMissing("other", Instant.MIN, Instant.MAX))
                    .isZero();
            assertThat(bench.webhooks()
                            .attempts(AttemptQuery.newest().since(Instant.MIN).until(Instant.MAX)))
                    .hasSizeGreaterThanOrEqualTo(5);
        }
    }

    /** Registered later, of other events, disabled meanwhile: what was never kept for it, and only that. */
    @Test
    void whatWasNeverKeptForAnEndpointIsReplayedOnce() {
        try (Bench bench = new Bench(directory)) {
            Instant start = bench.clock.instant();
            String before = bench.webhooks().dispatch("order.paid", "before").id();
            bench.webhooks().dispatch("user.created", "other");
            bench.webhooks().register(bench.endpoint("acme").events("order.*"));
            String during = bench.webhooks().dispatch("order.paid", "during").id();
            bench.receiver.await(1);
            bench.receiver.answer(410);
            bench.webhooks().dispatch("order.paid", "gone");
            bench.event(EndpointEvent.Disabled.class);
            String after = bench.webhooks().dispatch("order.paid", "after").id();
            bench.advance(Duration.ofSeconds(1));
            String late = bench.webhooks().dispatch("order.paid", "late").id();
            bench.receiver.answer(200);
            bench.webhooks().enable("acme");
            bench.advance(Duration.ofSeconds(4));
            bench.receiver.await(3);

            Instant until = start.plusSeconds(1);
            assertThat(bench.webhooks().replayMissing("acme", start, until)).isEqualTo(2);
            assertThat(bench.webhooks().replayMissing("acme", start, until)).isZero();
            bench.receiver.await(5);
            bench.awaitSettled();
            bench.advance(Duration.ofHours(1));
            bench.restart();
            assertThat(bench.webhooks().replayMissing("acme", start, until)).isZero();
            assertThat(bench.receiver.requests().subList(3, 5))
                    .extracting(Request::id)
                    .containsExactlyInAnyOrder(before, after);
            assertThat(bench.receiver.requests())
                    .extracting(Request::id)
                    .contains(during)
                    .doesNotContain(late);
        }
    }
}
