package io.gortms.junit;

import static io.gortms.junit.BrokerAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.gortms.Broker;
import io.gortms.BrokerEvent;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.ManualClock;
import io.gortms.MessageQueue;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** What is compiled with Jupiter 6 runs with Jupiter 5. */
@Timeout(60)
class Jupiter5Test {

    @RegisterExtension
    final BrokerExtension gortms = BrokerExtension.builder()
            .temporaryDirectory()
            .manualClock()
            .failOnUnsettledLeases()
            .build();

    @Test
    void itIsJupiter5() {
        assertThat(jarOf(Test.class)).contains("junit-jupiter-api-5.");
        assertThat(jarOf(org.junit.platform.engine.TestEngine.class)).contains("junit-platform-engine-1.");
    }

    @Test
    void everythingIsInjected(Broker broker, ManualClock clock, EventRecorder events, @DataDirectory Path directory) {
        MessageQueue orders =
                broker.declareDomain("shop").declareQueue("orders", queue -> queue.ttl(Duration.ofHours(1)));
        ConsumerGroup workers = orders.declareGroup("workers");
        orders.publish("a");
        assertThat(directory.resolve("shop")).isDirectory();
        assertThat(workers).hasLag(1);
        clock.advance(Duration.ofHours(2));
        events.await(BrokerEvent.MessageExpired.class);
        assertThat(workers).hasLag(0);
    }

    @Nested
    @TestInstance(Lifecycle.PER_CLASS)
    class Inner {

        @Test
        void hasTheExtensionOfTheOuterClass(Broker broker) {
            assertThat(broker.domains()).isEmpty();
        }
    }

    @Test
    void aTestThatLeavesADeliveryFails() {
        Events tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Forgetful.class))
                .execute()
                .testEvents();

        tests.assertStatistics(statistics -> statistics.started(2).succeeded(1).failed(1));
    }

    static class Forgetful {

        @RegisterExtension
        final BrokerExtension gortms = BrokerExtension.builder()
                .failOnUnsettledLeases()
                .patience(Duration.ofMillis(50))
                .build();

        @Test
        void forgets(Broker broker) {
            assertThat(take(broker)).hasAttempt(1);
        }

        @Test
        void settles(Broker broker) {
            take(broker).ack();
        }

        private static Delivery take(Broker broker) {
            MessageQueue orders = broker.declareDomain("shop").declareQueue("orders");
            orders.publish("a");
            return orders.declareGroup("workers")
                    .poll(1, Duration.ofSeconds(20))
                    .get(0);
        }
    }

    private static String jarOf(Class<?> type) {
        URL location = type.getProtectionDomain().getCodeSource().getLocation();
        return location.getPath();
    }
}
