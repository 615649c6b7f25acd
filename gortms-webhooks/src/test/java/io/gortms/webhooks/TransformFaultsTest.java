package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.webhooks.harness.Bench;
import io.gortms.webhooks.harness.Receiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a transform of the application's does to its own endpoint, and to no other. */
class TransformFaultsTest {

    @TempDir
    private Path directory;

    private static final class Sloppy extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("nobody has set it");
        }
    }

    @Test
    void anExceptionThatCannotSayWhatItIsKeepsNothingFromTheOthers() {
        try (Bench bench = new Bench(directory)) {
            bench.webhooks().register(bench.endpoint("bad").transform((event, body) -> {
                throw new Sloppy();
            }));
            bench.webhooks().register(bench.endpoint("good"));
            bench.webhooks().dispatch("order.paid", 1);
            bench.awaitSettled();
            assertThat(bench.receiver.requests()).hasSize(1);
            assertThat(bench.webhooks().deadLetters("bad", 10).get(0).headers().get("gortms-dead-reason"))
                    .contains("transform failed", "Sloppy");
        }
    }

    /** It says nothing about the event, which the next process hands on. */
    @Test
    void oneThatTheEndInterruptsGivesNothingUp() throws InterruptedException {
        CountDownLatch came = new CountDownLatch(1);
        CountDownLatch mayGo = new CountDownLatch(1);
        Receiver receiver = new Receiver();
        WebhookEndpoint endpoint = WebhookEndpoint.of("acme", receiver.url("/"))
                .secret(Bench.SECRET)
                .transform((event, body) -> {
                    came.countDown();
                    mayGo.await();
                    return body;
                });
        try (receiver;
                Broker broker = Broker.builder()
                        .inMemory()
                        .shutdownTimeout(Duration.ofMillis(1))
                        .build()) {
            try (Webhooks webhooks = open(broker)) {
                webhooks.register(endpoint);
                webhooks.dispatch("order.paid", 1);
                came.await();
            }
            mayGo.countDown();
            try (Webhooks webhooks = open(broker)) {
                webhooks.register(endpoint);
                receiver.await(1);
                assertThat(webhooks.deadLetters("acme", 10)).isEmpty();
            }
        }
    }

    private static Webhooks open(Broker broker) {
        return Webhooks.builder(broker)
                .addressPolicy(AddressPolicy.publicOnly().allowLoopback().allowPlainHttp())
                .build();
    }
}
