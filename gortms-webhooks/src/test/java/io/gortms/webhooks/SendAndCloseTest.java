package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gortms.Durability;
import io.gortms.webhooks.harness.Bench;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sending by one thread while another one closes. */
class SendAndCloseTest {

    @TempDir
    private Path directory;

    /** Is read as JSON only when the webhooks are closed. */
    private static final class Slow {

        private final CountDownLatch came = new CountDownLatch(1);
        private final CountDownLatch mayGo = new CountDownLatch(1);

        @JsonProperty
        int id() {
            came.countDown();
            Bench.awaitQuietly(mayGo);
            return 1;
        }
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void whoIsAboutToSendGetsAnAnswer(Durability durability) throws Exception {
        try (Bench bench = new Bench(directory, builder -> builder.durability(durability))) {
            Slow data = new Slow();
            Webhooks webhooks = bench.webhooks();
            FutureTask<WebhookAttempt> sent =
                    new FutureTask<>(() -> webhooks.send(bench.receiver.url("/"), Bench.SECRET, "order.paid", data));
            Thread sender = new Thread(sent, "sender");
            sender.setDaemon(true);
            sender.start();
            data.came.await();
            webhooks.close();
            data.mayGo.countDown();
            assertThat(sent.get(30, TimeUnit.SECONDS).isDelivered()).isFalse();
            assertThat(bench.receiver.requests()).isEmpty();
        }
    }
}
