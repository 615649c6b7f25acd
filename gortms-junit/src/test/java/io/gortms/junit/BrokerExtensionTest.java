package io.gortms.junit;

import static io.gortms.junit.BrokerAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Broker;
import io.gortms.BrokerClosedException;
import io.gortms.BrokerEvent;
import io.gortms.Health;
import io.gortms.ManualClock;
import io.gortms.MessageQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What tests are given, and for how long. */
@Timeout(60)
class BrokerExtensionTest {

    private static final List<Broker> BROKERS = new ArrayList<>();
    private static final List<Path> DIRECTORIES = new ArrayList<>();

    @BeforeEach
    void forget() {
        BROKERS.clear();
        DIRECTORIES.clear();
    }

    @ExtendWith(BrokerExtension.class)
    static class Plain {

        @BeforeEach
        void declare(Broker broker) {
            assertThat(broker.domains()).isEmpty();
            broker.declareDomain("shop").declareQueue("orders");
        }

        @Test
        void usesIt(Broker broker, EventRecorder events) {
            assertThat(broker.domain("shop").queue("orders").publish("a")).hasPosition(0);
            events.await(BrokerEvent.QueueCreated.class);
        }

        @RepeatedTest(2)
        void usesAnother(Broker broker) {
            assertThat(broker.domain("shop").queue("orders").publish("a")).hasPosition(0);
        }

        @AfterEach
        void isStillOpen(Broker broker) {
            assertThat(broker.domain("shop").queue("orders")).hasEndPosition(1);
            BROKERS.add(broker);
        }
    }

    @Test
    void eachTestHasABrokerOfItsOwnWhichIsClosedAfterIt() {
        assertThat(SampleRun.of(Plain.class).succeeded()).isEqualTo(3);

        assertThat(BROKERS).hasSize(3).doesNotHaveDuplicates().allSatisfy(BrokerExtensionTest::assertClosed);
    }

    @TestInstance(Lifecycle.PER_CLASS)
    static class OneInstance {

        @RegisterExtension
        final BrokerExtension gortms = BrokerExtension.builder().build();

        @Test
        void first(Broker broker) {
            BROKERS.forEach(BrokerExtensionTest::assertClosed);
            BROKERS.add(broker);
        }

        @Test
        void second(Broker broker) {
            first(broker);
        }
    }

    @Test
    void theSameWithOneInstanceForAllTests() {
        assertThat(SampleRun.of(OneInstance.class).succeeded()).isEqualTo(2);

        assertThat(BROKERS).hasSize(2).doesNotHaveDuplicates().allSatisfy(BrokerExtensionTest::assertClosed);
    }

    static class Outer {

        @RegisterExtension
        static final BrokerExtension GORTMS =
                BrokerExtension.builder().manualClock().build();

        @BeforeEach
        void outer(Broker broker) {
            broker.declareDomain("outer");
        }

        @Nested
        class Inner {

            @BeforeEach
            void inner(Broker broker) {
                broker.declareDomain("inner");
            }

            @Test
            void hasWhatBothDeclare(Broker broker, ManualClock clock) {
                assertThat(broker.domains()).hasSize(2);
                assertThat(clock).isNotNull();
                BROKERS.add(broker);
            }

            @Test
            void hasItForItself(Broker broker, ManualClock clock) {
                hasWhatBothDeclare(broker, clock);
            }
        }
    }

    @Test
    void nestedClassesUseTheExtensionOfTheOuterOne() {
        assertThat(SampleRun.of(Outer.class).succeeded()).isEqualTo(2);

        assertThat(BROKERS).hasSize(2).doesNotHaveDuplicates().allSatisfy(BrokerExtensionTest::assertClosed);
    }

    static class ByHand {

        @RegisterExtension
        final BrokerExtension gortms = BrokerExtension.builder().manualClock().build();

        @Test
        void movesTheTime(Broker broker, ManualClock clock, EventRecorder events) {
            MessageQueue orders =
                    broker.declareDomain("shop").declareQueue("orders", queue -> queue.ttl(Duration.ofHours(1)));
            orders.declareGroup("workers");
            Instant published = orders.publish("a").timestamp();
            clock.advance(Duration.ofHours(2));
            assertThat(events.await(BrokerEvent.MessageExpired.class).timestamp())
                    .isEqualTo(published.plus(Duration.ofHours(1)));
        }
    }

    @Test
    void theManualClockIsTheBrokers() {
        assertThat(SampleRun.of(ByHand.class)).isEqualTo(new SampleRun(1, Map.of()));
    }

    static class OnDisk {

        @RegisterExtension
        final BrokerExtension gortms =
                BrokerExtension.builder().temporaryDirectory().build();

        @Test
        void survivesARestart(Broker broker, @DataDirectory Path directory, @TempDir Path other) {
            assertThat(directory).isNotEqualTo(other);
            DIRECTORIES.add(directory);
            broker.declareDomain("shop").declareQueue("orders").publish("a");
            broker.close();
            try (Broker again = Broker.builder().dataDirectory(directory).build()) {
                assertThat(again.domain("shop").queue("orders")).hasEndPosition(1);
            }
        }

        @Test
        void fails(@DataDirectory Path directory) {
            DIRECTORIES.add(directory);
            assertThat(directory).isNotEmptyDirectory();
            throw new IllegalStateException("the test's own fault");
        }
    }

    @Test
    void theDirectoryIsDeletedHoweverTheTestEnds() {
        SampleRun run = SampleRun.of(OnDisk.class);

        assertThat(run.succeeded()).isEqualTo(1);
        assertThat(run.failure()).hasMessage("the test's own fault").hasNoSuppressedExceptions();
        assertThat(DIRECTORIES)
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allSatisfy(directory -> assertThat(directory).doesNotExist());
    }

    static class Customised {

        final List<BrokerEvent> told = new CopyOnWriteArrayList<>();

        @RegisterExtension
        final BrokerExtension gortms = BrokerExtension.builder()
                .broker(broker -> broker.listener(told::add))
                .build();

        @Test
        void usesThem(EventRecorder events) {
            assertThat(told).contains(events.await(BrokerEvent.Recovered.class));
        }
    }

    @Test
    void brokersAreBuiltAsTheTestWants() {
        assertThat(SampleRun.of(Customised.class)).isEqualTo(new SampleRun(1, Map.of()));
    }

    static class Contradictory {

        @RegisterExtension
        final BrokerExtension gortms = BrokerExtension.builder()
                .temporaryDirectory()
                .broker(broker -> broker.inMemory())
                .build();

        @Test
        void isNeverRun() {}
    }

    @Test
    void aBrokerThatCannotBeOpenedFailsTheTest() {
        assertThat(SampleRun.of(Contradictory.class).failure())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("inMemory()");
    }

    @ExtendWith(BrokerExtension.class)
    static class AskingTooMuch {

        @Test
        void clock(ManualClock clock) {}

        @Test
        void directory(@DataDirectory Path directory) {}
    }

    @Test
    void whatWasNotAskedForIsRefusedWithTheRemedy() {
        SampleRun run = SampleRun.of(AskingTooMuch.class);

        assertThat(run.failures().get("clock"))
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageContaining("BrokerExtension.builder().manualClock()");
        assertThat(run.failures().get("directory"))
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageContaining("BrokerExtension.builder().temporaryDirectory()");
    }

    @ExtendWith(BrokerExtension.class)
    static class InConstructor {

        InConstructor(Broker broker) {}

        @Test
        void isNeverRun() {}
    }

    @ExtendWith(BrokerExtension.class)
    static class BeforeAllTests {

        @BeforeAll
        static void beforeAll(Broker broker) {
            BROKERS.add(broker);
        }

        @Test
        void isNeverRun() {}
    }

    @Test
    void aBrokerLivesForOneTestOnly() {
        assertThat(SampleRun.of(InConstructor.class).failure())
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageContaining("a broker lives for one test");
        assertThat(SampleRun.of(BeforeAllTests.class).succeeded()).isZero();
        assertThat(BROKERS).isEmpty();
    }

    private static void assertClosed(Broker broker) {
        assertThat(broker.health().status()).isEqualTo(Health.Status.DOWN);
        assertThatThrownBy(broker::domains).isInstanceOf(BrokerClosedException.class);
    }
}
