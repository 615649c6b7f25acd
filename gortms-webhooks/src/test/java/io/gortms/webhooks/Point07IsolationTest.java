package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.ConsumerGroup;
import io.gortms.webhooks.harness.Bench;
import io.gortms.webhooks.harness.Receiver.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Point 7: whatever is wrong with one endpoint costs its own requests only. */
class Point07IsolationTest {

    private static final int MANY = 50;

    @TempDir
    private Path directory;

    private static long countOf(Bench bench, String path) {
        return bench.receiver.requests().stream()
                .filter(request -> request.path().equals(path))
                .count();
    }

    @Test
    void anEndpointThatHangsHoldsUpNobody() {
        try (Bench bench = new Bench(directory, builder -> builder.maxInFlight(4))) {
            CountDownLatch release = new CountDownLatch(1);
            AtomicInteger hanging = new AtomicInteger();
            bench.receiver.answer(request -> {
                if (request.path().equals("/hangs")) {
                    hanging.incrementAndGet();
                    Bench.awaitQuietly(release);
                }
                return Answer.of(200);
            });
            bench.webhooks().register(bench.endpoint("hangs"));
            bench.webhooks().register(bench.endpoint("works"));
            for (int i = 0; i < MANY; i++) {
                bench.webhooks().dispatch("order.paid", i);
            }
            Bench.await(() -> countOf(bench, "/works") == MANY, "all of the endpoint that works");
            assertThat(hanging)
                    .as("one that has not answered yet gets one at a time")
                    .hasValue(1);
            release.countDown();
            bench.awaitSettled();
        }
    }

    /** Neither has more than its share, nor both more than all. */
    @Test
    void eachHasItsOwnBoundAndAllHaveOne() {
        try (Bench bench = new Bench(directory, builder -> builder.maxInFlight(5))) {
            Map<String, AtomicInteger> now = new ConcurrentHashMap<>();
            Map<String, AtomicInteger> most = new ConcurrentHashMap<>();
            bench.receiver.answer(request -> {
                for (String who : new String[] {request.path(), "all"}) {
                    int count =
                            now.computeIfAbsent(who, key -> new AtomicInteger()).incrementAndGet();
                    most.computeIfAbsent(who, key -> new AtomicInteger()).accumulateAndGet(count, Math::max);
                }
                LockSupport.parkNanos(1000);
                now.get(request.path()).decrementAndGet();
                now.get("all").decrementAndGet();
                return Answer.of(200);
            });
            bench.webhooks().register(bench.endpoint("a").maxInFlight(3));
            bench.webhooks().register(bench.endpoint("b").maxInFlight(4));
            for (int i = 0; i < 500; i++) {
                bench.webhooks().dispatch("order.paid", i);
            }
            bench.awaitSettled();
            assertThat(bench.receiver.requests()).hasSize(1000);
            assertThat(most.get("/a").get()).isBetween(1, 3);
            assertThat(most.get("/b").get()).isBetween(1, 4);
            assertThat(most.get("all").get()).isBetween(2, 5);
        }
    }

    /** Of URLs that are no endpoints, too: one queue, and a lane for each. */
    @Test
    void aUrlThatHangsHoldsUpNoOther() {
        try (Bench bench = new Bench(directory)) {
            CountDownLatch release = new CountDownLatch(1);
            bench.receiver.answer(request -> {
                if (request.path().equals("/hangs")) {
                    Bench.awaitQuietly(release);
                }
                return Answer.of(200);
            });
            for (int i = 0; i < 500; i++) {
                bench.webhooks().dispatchTo(bench.receiver.url("/hangs"), Bench.SECRET, "order.paid", i);
            }
            for (int i = 0; i < MANY; i++) {
                bench.webhooks().dispatchTo(bench.receiver.url("/works"), Bench.SECRET, "order.paid", i);
            }
            Bench.await(() -> countOf(bench, "/works") == MANY, "all of the URL that works");
            release.countDown();
            Bench.await(
                    () -> {
                        bench.advance(Duration.ofSeconds(10));
                        return countOf(bench, "/hangs") == 500;
                    },
                    "all of the other");
            bench.awaitSettled();
        }
    }

    /** So that the next one goes out where the answer to another came in; a failure gives it back to the queue. */
    @Test
    void afterSuccessesTheNextWebhooksAreInHand() {
        try (Bench bench = new Bench(directory)) {
            bench.webhooks().register(bench.endpoint("acme").maxInFlight(1));
            for (int i = 0; i < 20; i++) {
                bench.webhooks().dispatch("order.paid", i);
            }
            bench.awaitSettled();
            CountDownLatch release = new CountDownLatch(1);
            bench.receiver.answer(request -> {
                Bench.awaitQuietly(release);
                return Answer.of(500);
            });
            for (int i = 0; i < 5; i++) {
                bench.webhooks().dispatch("order.paid", i);
            }
            ConsumerGroup group =
                    bench.broker().domain("_webhooks").queue("ep-acme").group("sender");
            Bench.await(() -> group.stats().inFlight() == 2, "one under way and one more in hand");
            assertThat(bench.webhooks().endpoint("acme").inFlight()).isEqualTo(1);

            bench.webhooks().pause("acme");
            release.countDown();
            bench.attempts(21);
            Bench.await(() -> group.stats().inFlight() == 0, "none in hand after a failure");
        }
    }

    /** Whatever fails while an attempt is dealt with, its place is free again. */
    @Test
    void whatCannotBeWrittenHoldsNoPlace() {
        try (Bench bench = new Bench(directory, builder -> builder.maxInFlight(1))) {
            bench.receiver.answer(request -> Answer.of(request.path().equals("/bad") ? 500 : 200));
            FailurePolicy atOnce = FailurePolicy.defaults().pauses(1, Duration.ofMinutes(1), Duration.ofMinutes(1));
            bench.webhooks().register(bench.endpoint("bad").events("bad").failures(atOnce));
            bench.webhooks().register(bench.endpoint("good").events("good"));
            bench.broker().domain("_webhooks").deleteQueue("endpoints");
            bench.webhooks().dispatch("bad", 1);
            bench.receiver.await(1);
            bench.webhooks().dispatch("good", 1);
            assertThat(bench.receiver.await(2).get(1).path()).isEqualTo("/good");
            assertThat(bench.webhooks().endpoint("bad").state()).isEqualTo(EndpointStatus.State.BACKING_OFF);
        }
    }
}
