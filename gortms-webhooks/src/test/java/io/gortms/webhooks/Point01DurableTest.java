package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.Durability;
import io.gortms.webhooks.harness.Bench;
import io.gortms.webhooks.harness.Receiver;
import io.gortms.webhooks.harness.Receiver.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Point 1: durable first. */
class Point01DurableTest {

    @TempDir
    private Path directory;

    @Test
    void whatIsDispatchedArrivesSignedAsGostHasIt() {
        try (Bench bench = new Bench(directory)) {
            bench.webhooks().register(bench.endpoint("acme").events("order.*"));
            DispatchReceipt receipt = bench.webhooks().dispatch("order.paid", Map.of("id", 1));

            Receiver.Request request = bench.receiver.await(1).get(0);
            bench.awaitSettled();
            long seconds = bench.clock.instant().getEpochSecond();
            assertThat(request.text())
                    .isEqualTo("{\"event\":\"order.paid\",\"timestamp\":" + seconds + ",\"data\":{\"id\":1}}");
            assertThat(request.id()).isEqualTo(receipt.id());
            assertThat(request.header("X-Gost-Attempt")).isEqualTo("1");
            assertThat(WebhookVerifier.gost(Bench.SECRET)
                            .verify(request.headers(), request.body())
                            .isGenuine())
                    .isTrue();
            assertThat(receipt.endpoints()).containsExactly("acme");
        }
    }

    @Test
    void whatWasNotDeliveredIsSentAfterARestart() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(500);
            bench.webhooks().register(bench.endpoint("acme"));
            String id = bench.webhooks().dispatch("order.paid", 1).id();
            bench.attempts(1);
            bench.restart();
            bench.receiver.answer(200);
            assertThat(bench.receiver.requests()).hasSize(1);

            bench.advance(Duration.ofSeconds(5));
            Receiver.Request second = bench.receiver.await(2).get(1);
            bench.awaitSettled();
            assertThat(second.id()).isEqualTo(id);
            assertThat(second.header("X-Gost-Attempt")).isEqualTo("2");
            assertThat(second.body()).isEqualTo(bench.receiver.requests().get(0).body());
        }
    }

    /** Whatever waits for a barrier of the disk does so on other threads than those that send. */
    @Test
    void withPowerLossToo() {
        try (Bench bench = new Bench(directory, builder -> builder.durability(Durability.POWER_LOSS))) {
            bench.receiver.answer(request -> Answer.of(request.text().contains("\"bad\"") ? 500 : 200));
            bench.webhooks().register(bench.endpoint("acme").schedule(RetrySchedule.of(Duration.ZERO)));
            bench.webhooks().dispatch("order.paid", "good");
            bench.webhooks().dispatch("order.paid", "bad");
            bench.receiver.await(2);
            bench.awaitSettled();
            bench.restart();
            assertThat(bench.webhooks().deadLetters("acme", 10)).hasSize(1);
            assertThat(bench.broker()
                            .domain("_webhooks")
                            .queue("events")
                            .options()
                            .durability())
                    .isEqualTo(Durability.POWER_LOSS);
        }
    }

    /** What the disk has at this moment, as a process that dies now leaves it. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    /** Registers an endpoint, and copies the disk while its first webhook is under way, which then ends as usual. */
    private String dispatchAndCopyWhileUnderWay(Bench dying, Path image) throws IOException {
        CountDownLatch came = new CountDownLatch(1);
        CountDownLatch copied = new CountDownLatch(1);
        dying.receiver.answer(request -> {
            came.countDown();
            await(copied);
            return Answer.of(200);
        });
        dying.webhooks().register(dying.endpoint("acme"));
        String id = dying.webhooks().dispatch("order.paid", "under way").id();
        await(came);
        copy(directory, image);
        copied.countDown();
        dying.awaitSettled();
        return id;
    }

    /** A process that dies while a request is under way, and one that dies when it has recorded it, before it has settled. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasUnderWayIsSentAgainUnlessItIsInTheLog(boolean recorded, @TempDir Path image) throws IOException {
        try (Bench dying = new Bench(directory)) {
            String id = dispatchAndCopyWhileUnderWay(dying, image);
            if (recorded) {
                byte[] record = dying.broker()
                        .domain("_webhooks")
                        .queue("attempts")
                        .read(0, 1)
                        .get(0)
                        .payload();
                try (Broker broker = Broker.builder().dataDirectory(image).build()) {
                    broker.domain("_webhooks").queue("attempts").publish(record);
                }
            }
            try (Bench next = new Bench(image)) {
                next.awaitSettled();
                assertThat(dying.receiver.requests()).hasSize(recorded ? 1 : 2);
                assertThat(next.attempts(1).get(0).id()).isEqualTo(id);
                assertThat(next.attempts(1).get(0).attempt()).isEqualTo(1);
            }
        }
    }

    /** An endpoint that is registered again begins anew: what the log knows of positions of before is not about it. */
    @Test
    void theLogOfAnEarlierEndpointOfThisIdSettlesNothing(@TempDir Path image) throws IOException {
        try (Bench dying = new Bench(directory)) {
            dying.webhooks().register(dying.endpoint("acme"));
            dying.webhooks().dispatch("order.paid", 1);
            dying.attempts(1);
            dying.webhooks().unregister("acme");
            String id = dispatchAndCopyWhileUnderWay(dying, image);
            try (Bench next = new Bench(image)) {
                next.awaitSettled();
                assertThat(dying.receiver.requests()).hasSize(3);
                assertThat(dying.receiver.requests().get(2).id()).isEqualTo(id);
            }
        }
    }

    /** What was not handed on for as long as the history goes, since nobody opened the webhooks, goes out all the same. */
    @Test
    void whatNobodyHandedOnForLongerThanTheHistoryIsSent(@TempDir Path image) throws IOException {
        CountDownLatch copied = new CountDownLatch(1);
        try (Bench dying = new Bench(directory)) {
            CountDownLatch came = new CountDownLatch(1);
            dying.webhooks().register(dying.endpoint("slow").transform((event, body) -> {
                came.countDown();
                await(copied);
                return body;
            }));
            dying.webhooks().register(dying.endpoint("acme"));
            dying.webhooks().dispatch("order.paid", 1);
            await(came);
            copy(directory, image);
            copied.countDown();
            dying.awaitSettled();
            dying.advance(Duration.ofDays(8));
            try (Broker broker = Broker.builder()
                            .dataDirectory(image)
                            .clock(dying.clock)
                            .build();
                    Webhooks next = Webhooks.builder(broker)
                            .secretsKey(Bench.KEY)
                            .addressPolicy(
                                    AddressPolicy.publicOnly().allowLoopback().allowPlainHttp())
                            .build()) {
                assertThat(dying.receiver.await(3).get(2).path()).isEqualTo("/acme");
                assertThat(next.endpoint("slow").state()).isEqualTo(EndpointStatus.State.INCOMPLETE);
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
