package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.webhooks.harness.Bench;
import io.gortms.webhooks.harness.Receiver.Answer;
import io.gortms.webhooks.harness.Receiver.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Point 11: order. */
class Point11OrderTest {

    private static final FailurePolicy NO_PAUSES = FailurePolicy.defaults().pauses(1000, Duration.ZERO, Duration.ZERO);

    @TempDir
    private Path directory;

    @Test
    void aFifoEndpointGetsThemInOrderThoughSomeFail() {
        try (Bench bench = new Bench(directory)) {
            AtomicInteger count = new AtomicInteger();
            bench.receiver.answer(request -> Answer.of(count.incrementAndGet() % 3 == 0 ? 500 : 200));
            bench.webhooks()
                    .register(bench.endpoint("acme")
                            .fifo()
                            .failures(NO_PAUSES)
                            .schedule(RetrySchedule.linear(Duration.ofSeconds(1), 100)));
            List<String> dispatched = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                dispatched.add(bench.webhooks().dispatch("order.paid", i).id());
                if (i == 10) {
                    bench.restart();
                }
            }
            Bench.await(
                    () -> {
                        bench.advance(Duration.ofSeconds(1));
                        return bench.receiver.requests().size() >= 29;
                    },
                    "20 that arrive and 9 that fail");
            bench.awaitSettled();
            List<String> arrived =
                    bench.receiver.requests().stream().map(Request::id).toList();
            assertThat(arrived.stream().distinct()).containsExactlyElementsOf(dispatched);
            for (int i = 2; i < arrived.size(); i += 3) {
                assertThat(arrived.get(i + 1 < arrived.size() ? i + 1 : i))
                        .as("what comes after a failure")
                        .isEqualTo(arrived.get(i));
            }
        }
    }

    @Test
    void theHeadIsParkedAfterItsMaximumAge() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(request -> Answer.of(request.text().contains("\"bad\"") ? 500 : 200));
            bench.webhooks()
                    .register(bench.endpoint("acme")
                            .fifo()
                            .failures(NO_PAUSES)
                            .schedule(RetrySchedule.linear(Duration.ofSeconds(1), 100)
                                    .maxAge(Duration.ofSeconds(5))));
            bench.webhooks().dispatch("order.paid", "bad");
            String second = bench.webhooks().dispatch("order.paid", "good").id();
            bench.attempts(1);
            bench.advance(Duration.ofSeconds(1));
            bench.attempts(2);
            assertThat(bench.receiver.requests())
                    .noneMatch(request -> request.id().equals(second));
            bench.advance(Duration.ofSeconds(2));
            assertThat(bench.receiver.await(4).get(3).id()).isEqualTo(second);
            assertThat(bench.webhooks().deadLetters("acme", 10)).hasSize(1);
        }
    }

    @Test
    void byDefaultTheOthersGoOn() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(request -> Answer.of(request.text().contains("\"bad\"") ? 500 : 200));
            bench.webhooks().register(bench.endpoint("acme"));
            bench.webhooks().dispatch("order.paid", "bad");
            bench.webhooks().dispatch("order.paid", "good");
            bench.receiver.await(2);
            Bench.await(() -> bench.webhooks().endpoint("acme").waiting() == 1, "the other one is done");
        }
    }
}
