package io.gortms.proof.deadly;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.MessageQueue;
import io.gortms.StoredMessage;
import io.gortms.proof.harness.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A message whose handler ends the process is a dead letter after as many starts as it may be delivered. */
@Timeout(300)
class DeadlyMessageTest {

    @TempDir
    private Path directory;

    @Test
    void itsNeighboursAreHandled() throws Exception {
        Path data = directory.resolve("data");
        try (Broker broker = Broker.builder().dataDirectory(data).build()) {
            MessageQueue queue = broker.declareDomain("proof")
                    .declareQueue("orders", options -> options.deliveryLimit(DeadlyProgram.DELIVERY_LIMIT));
            queue.declareGroup("workers");
            queue.publishAll(List.of("before", "deadly", "after"));
        }

        for (int start = 1; start <= DeadlyProgram.DELIVERY_LIMIT; start++) {
            assertThat(run(data, start)).as("start %s", start).isEqualTo(DeadlyProgram.KILLED);
        }
        assertThat(run(data, DeadlyProgram.DELIVERY_LIMIT + 1)).isZero();

        try (Broker broker = Broker.builder().dataDirectory(data).build()) {
            MessageQueue queue = broker.domain("proof").queue("orders");
            assertThat(queue.group("workers").lag()).isZero();
            List<StoredMessage> letters = queue.deadLetters().browse(10);
            assertThat(letters)
                    .extracting(letter -> letter.payloadAs(String.class))
                    .containsExactly("deadly");
            assertThat(letters.get(0).headers())
                    .containsEntry("gortms-dead-reason", "delivery-limit")
                    .containsEntry("gortms-dead-attempts", "" + DeadlyProgram.DELIVERY_LIMIT);
        }
    }

    private int run(Path data, int start) throws Exception {
        try (ChildJvm child = ChildJvm.of(DeadlyProgram.class)
                .arguments(List.of(data.toString(), "deadly"))
                .start(directory.resolve("output-" + start))) {
            return child.exitCode();
        }
    }
}
