package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Delivery;
import io.gortms.Message;
import io.gortms.RetryPolicy;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** When failed messages come again, and how often, as the queue's retry policy says. */
class RetryContractTest {

    private static final Duration MOMENT = Duration.ofMillis(1);

    private static Steps withPolicy(Steps steps, RetryPolicy policy) {
        return steps.queue(queue -> queue.retry(policy));
    }

    /** Fails once, and comes again after exactly so many seconds. */
    private static void comesAgainAfter(Steps steps, int failures, int seconds) {
        steps.step("failure " + failures, f -> {
                    Delivery delivery = f.take();
                    assertThat(delivery.attempt()).isEqualTo(failures);
                    assertThat(delivery.failures()).isEqualTo(failures - 1);
                    delivery.nack();
                    assertThat(f.group().pending()).isEqualTo(1);
                })
                .step("not before its time", f -> {
                    f.advance(Duration.ofSeconds(seconds).minus(MOMENT));
                    f.takesNothing();
                    f.advance(MOMENT);
                });
    }

    private static void isGivenUpAfter(Steps steps, int deliveries, String reason) {
        steps.step("the last failure", f -> {
            f.take().nack();
            isLetter(f, deliveries, reason);
        });
    }

    private static void isLetter(Fixture f, int deliveries, String reason) {
        assertThat(f.group().lag()).isZero();
        assertThat(f.queue().deadLetters().browse(10))
                .singleElement()
                .satisfies(letter -> assertThat(letter.headers())
                        .containsEntry("gortms-dead-reason", reason)
                        .containsEntry("gortms-dead-attempts", Integer.toString(deliveries)));
    }

    @Scenario
    void theDefaultsAreThreeRetriesThatDouble(Steps steps) {
        withPolicy(steps, RetryPolicy.exponential()).step("publish", f -> f.publish("a"));
        comesAgainAfter(steps, 1, 1);
        comesAgainAfter(steps, 2, 2);
        comesAgainAfter(steps, 3, 4);
        isGivenUpAfter(steps, 4, "retries-exhausted");
    }

    @Scenario
    void exponentialDelaysHaveACap(Steps steps) {
        withPolicy(
                        steps,
                        RetryPolicy.exponential()
                                .maxRetries(4)
                                .initialDelay(Duration.ofSeconds(2))
                                .factor(3)
                                .maxDelay(Duration.ofSeconds(10)))
                .step("publish", f -> f.publish("a"));
        comesAgainAfter(steps, 1, 2);
        comesAgainAfter(steps, 2, 6);
        comesAgainAfter(steps, 3, 10);
        comesAgainAfter(steps, 4, 10);
        isGivenUpAfter(steps, 5, "retries-exhausted");
    }

    @Scenario
    void linearDelaysHaveTheSameCap(Steps steps) {
        withPolicy(steps, RetryPolicy.linear(Duration.ofSeconds(20))).step("publish", f -> f.publish("a"));
        comesAgainAfter(steps, 1, 20);
        comesAgainAfter(steps, 2, 30);
        comesAgainAfter(steps, 3, 30);
        isGivenUpAfter(steps, 4, "retries-exhausted");
    }

    @Scenario
    void fixedDelaysStay(Steps steps) {
        withPolicy(steps, RetryPolicy.fixed(Duration.ofSeconds(45)).maxRetries(2))
                .step("publish", f -> f.publish("a"));
        comesAgainAfter(steps, 1, 45);
        comesAgainAfter(steps, 2, 45);
        isGivenUpAfter(steps, 3, "retries-exhausted");
    }

    @Scenario
    void largeNumbersDoNotOverflow(Steps steps) {
        withPolicy(
                        steps,
                        RetryPolicy.exponential()
                                .maxRetries(1_000)
                                .factor(1e300)
                                .maxDelay(Duration.ofSeconds(Long.MAX_VALUE)))
                .step("publish", f -> f.publish("a"));
        comesAgainAfter(steps, 1, 1);
        steps.step("the second delay is longer than anything", f -> {
            f.take().nack();
            f.advance(Duration.ofHours(23));
            f.takesNothing();
            assertThat(f.group().pending()).isEqualTo(1);
        });
    }

    @Scenario(restarts = false)
    void jitterVariesTheDelayBothWays(Steps steps) {
        withPolicy(steps, RetryPolicy.fixed(Duration.ofSeconds(10)).jitter(0.5))
                .step("fail two hundred", f -> {
                    for (int i = 0; i < 200; i++) {
                        f.publish("m" + i);
                    }
                    f.take(200).forEach(Delivery::nack);
                })
                .step("none comes too early, some before the delay and some after, all in time", f -> {
                    f.advance(Duration.ofSeconds(5).minus(MOMENT));
                    f.takesNothing();
                    f.advance(Duration.ofSeconds(5));
                    int early = f.group().poll(1000, Duration.ZERO).size();
                    assertThat(early).isBetween(50, 150);
                    f.advance(Duration.ofSeconds(5).plus(MOMENT));
                    assertThat(f.group().poll(1000, Duration.ZERO)).hasSize(200 - early);
                });
    }

    @Scenario
    void everyCauseOfFailureIsServed(Steps steps) {
        withPolicy(steps, RetryPolicy.fixed(Duration.ofSeconds(10)).maxRetries(2))
                .step("publish", f -> f.publish("a"))
                .step("a lease expires", f -> {
                    f.take();
                    f.advance(Duration.ofSeconds(30));
                    f.takesNothing();
                    f.advance(Duration.ofSeconds(10));
                })
                .step("a nack with a delay of its own", f -> {
                    f.take().nack(Duration.ofSeconds(3));
                    f.advance(Duration.ofSeconds(3));
                })
                .step("a lease expires again: that was the last", f -> {
                    f.take();
                    f.advance(Duration.ofSeconds(30));
                    isLetter(f, 3, "retries-exhausted");
                });
    }

    @Scenario
    void someExceptionsAreTriedAgainAndOthersAreNot(Steps steps) {
        Map<String, Exception> failures = Map.of(
                "listed", new IOException("thrown by a test"),
                "subclass", new UncheckedIOException(new IOException("thrown by a test")),
                "rejected", new FileNotFoundException("thrown by a test"),
                "unlisted", new IllegalStateException("thrown by a test"),
                "cause", new CompletionException(new IOException("thrown by a test")));
        withPolicy(
                        steps,
                        RetryPolicy.fixed(Duration.ofSeconds(10))
                                .retryOn(IOException.class, UncheckedIOException.class)
                                .rejectOn(FileNotFoundException.class))
                .step("handle them once", f -> {
                    try (var subscription = f.group().subscribe(options -> options.workerCount(1), delivery -> {
                        throw failures.get(Texts.of(delivery));
                    })) {
                        f.publish("listed", "rejected", "subclass", "unlisted", "cause");
                        f.awaitDeadLetters("rejected", "unlisted", "cause");
                        assertThat(subscription.isActive()).isTrue();
                    }
                })
                .step(
                        "the letters say why",
                        f -> assertThat(f.queue().deadLetters().browse(10))
                                .allSatisfy(letter -> assertThat(letter.headers())
                                        .containsEntry("gortms-dead-reason", "not-retryable")))
                .step("the others come again", f -> {
                    f.advance(Duration.ofSeconds(10));
                    f.expect("listed", "subclass");
                });
    }

    @Scenario
    void anotherPolicyHoldsFromTheNextFailureOn(Steps steps) {
        withPolicy(steps, RetryPolicy.fixed(Duration.ofSeconds(10)).maxRetries(5))
                .step("publish", f -> f.publish("a"));
        comesAgainAfter(steps, 1, 10);
        steps.step("fail it again, and take another policy", f -> {
                    f.take().nack();
                    f.redeclareQueue(queue -> queue.retry(
                            RetryPolicy.fixed(Duration.ofSeconds(20)).maxRetries(3)));
                })
                .step("what waits comes when it was to come", f -> f.advance(Duration.ofSeconds(10)));
        comesAgainAfter(steps, 3, 20);
        isGivenUpAfter(steps, 4, "retries-exhausted");
    }

    @Scenario
    void aRetryThatComesTooLateIsDeadLettered(Steps steps) {
        steps.queue(queue -> queue.ttl(Duration.ofMinutes(10)).retry(RetryPolicy.fixed(Duration.ofMinutes(11))))
                .step("fail one of a key", f -> {
                    f.queue().publish(Message.text("a").key("k"));
                    f.queue().publish(Message.text("b").key("k").ttl(Duration.ofMinutes(8)));
                    f.advance(Duration.ofMinutes(1));
                    f.take().nack();
                })
                .step("the queue's ttl is shortened", f -> {
                    f.takesNothing();
                    f.redeclareQueue(
                            queue -> queue.ttl(Duration.ofMinutes(5)).retry(RetryPolicy.fixed(Duration.ofMinutes(11))));
                })
                .step("until then it waits", f -> {
                    f.advance(Duration.ofMinutes(4).minus(MOMENT));
                    f.takesNothing();
                    assertThat(f.group().lag()).isEqualTo(2);
                    f.advance(MOMENT);
                })
                .step("one had failed, the other had not", f -> isLetter(f, 1, "expired"));
    }
}
