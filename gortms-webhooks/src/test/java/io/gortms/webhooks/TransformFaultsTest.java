package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.webhooks.harness.Bench;
import java.nio.file.Path;
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
}
