package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.webhooks.harness.Bench;
import io.gortms.webhooks.harness.InstantTransport;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A broker in memory, an executor that runs at once, a transport that has its answers at once: nothing stands on a stack. */
class InstantTest {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int MANY = 1000;

    private static WebhookEndpoint endpoint(String id) {
        return WebhookEndpoint.of(id, "https://client.example/").secret(Bench.SECRET);
    }

    @Test
    void onOneThreadAll() {
        InstantTransport transport = new InstantTransport(false);
        try (Broker broker = Broker.builder().inMemory().executor(Runnable::run).build();
                Webhooks webhooks =
                        Webhooks.builder(broker).transport(transport).build()) {
            webhooks.register(endpoint("acme").maxInFlight(1000));
            webhooks.pause("acme");
            for (int i = 0; i < 5 * MANY; i++) {
                webhooks.dispatch("order.paid", i);
            }
            webhooks.resume("acme");
            assertThat(webhooks.awaitSettled(BOUND)).isTrue();
            assertThat(transport.count()).isEqualTo(5 * MANY);
        }
    }

    @Test
    void oneAfterAnotherIsGivenTheOnlyPermit() {
        InstantTransport transport = new InstantTransport(true);
        try (Broker broker = Broker.builder().inMemory().build();
                Webhooks webhooks = Webhooks.builder(broker)
                        .transport(transport)
                        .maxInFlight(1)
                        .build()) {
            webhooks.register(endpoint("first").events("first"));
            for (int i = 0; i < MANY; i++) {
                webhooks.register(endpoint("e" + i).events("others"));
            }
            webhooks.dispatch("first", 1);
            Bench.await(() -> transport.count() == 1, "the first one to be sent");
            webhooks.dispatch("others", 1);
            Bench.await(() -> allAreInHand(broker), "the others to wait for a permit");
            transport.answerTheFirst();
            assertThat(webhooks.awaitSettled(BOUND)).isTrue();
            assertThat(transport.count()).isEqualTo(1 + MANY);
        }
    }

    private static boolean allAreInHand(Broker broker) {
        for (int i = 0; i < MANY; i++) {
            if (broker.domain("_webhooks")
                            .queue("ep-e" + i)
                            .group("sender")
                            .stats()
                            .inFlight()
                    == 0) {
                return false;
            }
        }
        return true;
    }
}
