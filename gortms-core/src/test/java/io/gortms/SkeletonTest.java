package io.gortms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shortest way through everything: publish, poll, ack, restart. */
class SkeletonTest {

    private static final Duration WAIT = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    @Test
    void whatIsAckedStaysAckedAndTheRestComesAgainAfterARestart() {
        try (Broker broker = Broker.builder().dataDirectory(directory).build()) {
            MessageQueue orders = broker.declareDomain("shop").declareQueue("orders");
            ConsumerGroup processors = orders.declareGroup("processors");
            orders.publish(Message.text("first"));
            orders.publish(Message.text("second"));

            Delivery first = processors.poll(1, WAIT).get(0);
            assertThat(first.payloadAs(String.class)).isEqualTo("first");
            first.ack();
        }
        try (Broker broker = Broker.builder().dataDirectory(directory).build()) {
            ConsumerGroup processors = broker.domain("shop").queue("orders").group("processors");
            assertThat(processors.position()).isEqualTo(1);

            List<Delivery> rest = processors.poll(10, WAIT);
            assertThat(rest)
                    .extracting(delivery -> delivery.payloadAs(String.class))
                    .containsExactly("second");
            rest.get(0).ack();
            assertThat(processors.lag()).isZero();
        }
    }
}
