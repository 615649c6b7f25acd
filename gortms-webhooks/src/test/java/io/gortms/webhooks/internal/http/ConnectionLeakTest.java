package io.gortms.webhooks.internal.http;

import static io.gortms.webhooks.internal.http.Posts.PATIENT;
import static io.gortms.webhooks.internal.http.Posts.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.webhooks.WebhookResponse;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** However attempts end, no connection stays in use; and what close() leaves behind is nothing. */
class ConnectionLeakTest {

    private static final int ROUNDS = 40;
    private static final int ATTEMPTS = 30;

    @Test
    void deadlinesAndCancellationsAtAnyMomentLeaveNoConnectionInUse() throws Exception {
        long seed = Long.getLong("gortms.seed", System.nanoTime());
        Random random = new Random(seed);
        try (Receiver hanging = Receiver.start(connection -> {
                    connection.readRequest();
                    connection.awaitClosed();
                });
                Receiver answering = Receiver.start(connection -> {
                    while (true) {
                        connection.readRequest();
                        connection.respond(200, "", "ok");
                    }
                });
                Receiver resetting = Receiver.start(Receiver.Connection::reset);
                // so few connections that some attempts wait for one
                ApacheTransport transport =
                        new ApacheTransport(3, host -> new InetAddress[] {InetAddress.getLoopbackAddress()})) {
            Receiver[] receivers = {hanging, answering, answering, resetting};
            for (int round = 0; round < ROUNDS; round++) {
                List<CompletableFuture<WebhookResponse>> attempts = new ArrayList<>();
                for (int i = 0; i < ATTEMPTS; i++) {
                    Receiver receiver = receivers[random.nextInt(receivers.length)];
                    String host = random.nextBoolean() ? "127.0.0.1" : "host" + random.nextInt(3) + ".example";
                    Duration deadline = Duration.ofMillis(1 + random.nextInt(60));
                    attempts.add(transport.post(to(receiver.uri(host), PATIENT.deadline(deadline))));
                    if (random.nextInt(3) == 0) {
                        attempts.get(random.nextInt(attempts.size())).cancel(true);
                    }
                    spin(random.nextInt(200_000));
                }
                for (CompletableFuture<WebhookResponse> attempt : attempts) {
                    assertThat(attempt.handle((response, failure) -> true).get(20, TimeUnit.SECONDS))
                            .isTrue();
                }
            }
            // an attempt that was given up while it waited for a connection goes when its turn comes, a moment later
            assertThat(becomesIdle(transport))
                    .as("seed %s: %s", seed, transport.connections())
                    .isTrue();
        }
    }

    @Test
    void closingCancelsWhatIsUnderWayAndEndsEveryThread() throws Exception {
        try (Receiver hanging = Receiver.start(connection -> {
            connection.readRequest();
            connection.awaitClosed();
        })) {
            ApacheTransport transport = new ApacheTransport(2);
            List<CompletableFuture<WebhookResponse>> attempts = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                attempts.add(transport.post(to(hanging.uri(), PATIENT)));
            }
            transport.close();

            assertThat(attempts)
                    .allSatisfy(attempt -> assertThatThrownBy(() -> attempt.get(20, TimeUnit.SECONDS))
                            .isInstanceOf(CancellationException.class));
            assertThatThrownBy(() -> transport.post(to(hanging.uri(), PATIENT)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the transport is closed");
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().startsWith("gortms-webhooks-")) {
                    assertThat(thread.isDaemon()).isTrue();
                    thread.join(10_000);
                    assertThat(thread.isAlive()).as(thread.getName()).isFalse();
                }
            }
        }
    }

    private static boolean becomesIdle(ApacheTransport transport) {
        long endNanos = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (transport.connections().getLeased() + transport.connections().getPending() > 0) {
            if (System.nanoTime() - endNanos > 0) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    private static void spin(int nanos) {
        long endNanos = System.nanoTime() + nanos;
        while (System.nanoTime() - endNanos < 0) {
            Thread.onSpinWait();
        }
    }
}
