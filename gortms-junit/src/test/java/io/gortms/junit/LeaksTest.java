package io.gortms.junit;

import static io.gortms.junit.BrokerAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tests may not leave behind, and whose fault it is. */
@Timeout(60)
class LeaksTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    private static final List<Broker> LEFT_OPEN = new ArrayList<>();
    private static CountDownLatch endOfHandlers;

    @BeforeEach
    void letHandlersHang() {
        endOfHandlers = new CountDownLatch(1);
    }

    @AfterEach
    void endWhatWasLeft() {
        endOfHandlers.countDown();
        LEFT_OPEN.forEach(Broker::close);
        LEFT_OPEN.clear();
    }

    static class Leases {

        @RegisterExtension
        final BrokerExtension gortms = BrokerExtension.builder()
                .failOnUnsettledLeases()
                .patience(SHORT)
                .build();

        @Test
        void settles(Broker broker) {
            take(broker).ack();
        }

        @Test
        void forgets(Broker broker) {
            assertThat(take(broker)).hasAttempt(1);
        }

        @Test
        void closes(Broker broker) {
            assertThat(take(broker)).hasAttempt(1);
            broker.close();
        }

        @Test
        void failsItself(Broker broker) {
            assertThat(take(broker)).hasAttempt(2);
        }
    }

    @Test
    void aDeliveryThatIsNotSettled() {
        SampleRun run = SampleRun.of(Leases.class);

        assertThat(run.succeeded()).isEqualTo(2);
        assertThat(run.failures()).containsOnlyKeys("forgets", "failsItself");
        assertThat(run.failures().get("forgets"))
                .hasMessageContaining("not settled")
                .hasMessageContaining("shop.orders/workers: 1");
        assertThat(run.failures().get("failsItself"))
                .hasMessageContaining("attempt")
                .hasNoSuppressedExceptions();
    }

    static class Working {

        @RegisterExtension
        final BrokerExtension gortms =
                BrokerExtension.builder().failOnUnsettledLeases().build();

        @Test
        void endsBeforeItsHandler(Broker broker) throws Exception {
            CountDownLatch handling = new CountDownLatch(1);
            group(broker).subscribe(delivery -> {
                handling.countDown();
                assertThat(endOfHandlers.await(100, TimeUnit.MILLISECONDS)).isFalse();
            });
            assertThat(handling.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aHandlerAtWorkIsWaitedFor() {
        assertThat(SampleRun.of(Working.class).failures()).isEmpty();
    }

    @ExtendWith(BrokerExtension.class)
    static class LeasesNobodyAskedFor {

        @Test
        void forgets(Broker broker) {
            assertThat(take(broker)).hasAttempt(1);
        }
    }

    @Test
    void deliveriesAreNotLookedAtUnlessAsked() {
        assertThat(SampleRun.of(LeasesNobodyAskedFor.class).failures()).isEmpty();
    }

    static class Threads {

        @RegisterExtension
        final BrokerExtension gortms = BrokerExtension.builder()
                .broker(broker -> broker.shutdownTimeout(SHORT))
                .patience(SHORT)
                .build();

        @Test
        void hangs(Broker broker) throws Exception {
            hang(broker);
        }

        @Test
        void isInterrupted(Broker broker) throws Exception {
            CountDownLatch handling = new CountDownLatch(1);
            group(broker).subscribe(delivery -> {
                handling.countDown();
                endOfHandlers.await();
            });
            assertThat(handling.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aThreadThatRunsOn() {
        SampleRun run = SampleRun.of(Threads.class);

        assertThat(run.succeeded()).isEqualTo(1);
        assertThat(run.failures()).containsOnlyKeys("hangs");
        assertThat(run.failure())
                .hasMessageContaining("threads of the broker run on")
                .hasMessageContaining("gortms-handler-")
                .hasMessageContaining("CountDownLatch.await");
    }

    static class OpenFiles {

        @RegisterExtension
        final BrokerExtension gortms =
                BrokerExtension.builder().temporaryDirectory().patience(SHORT).build();

        @Test
        void opensAnother(Broker broker, @DataDirectory Path directory) {
            broker.close();
            LEFT_OPEN.add(Broker.builder().dataDirectory(directory).build());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileThatIsOpen() {
        assertThat(SampleRun.of(OpenFiles.class).failure())
                .hasMessageContaining("still open")
                .hasMessageContaining("broker.lock");
    }

    static class AtTheSameTime {

        static final int TESTS = 8;
        static final CyclicBarrier ALL_OPEN = new CyclicBarrier(TESTS);

        @RegisterExtension
        static final BrokerExtension GORTMS = BrokerExtension.builder()
                .temporaryDirectory()
                .failOnUnsettledLeases()
                .broker(broker -> broker.shutdownTimeout(SHORT))
                .patience(Duration.ofMillis(500))
                .build();

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2, 3, 4, 5})
        void settles(int number, Broker broker, @DataDirectory Path directory) throws Exception {
            Delivery delivery = take(broker);
            ALL_OPEN.await(20, TimeUnit.SECONDS);
            delivery.ack();
            assertThat(directory).isNotEmptyDirectory();
        }

        @Test
        void forgets(Broker broker) throws Exception {
            assertThat(take(broker)).hasAttempt(1);
            ALL_OPEN.await(20, TimeUnit.SECONDS);
        }

        @Test
        void hangs(Broker broker) throws Exception {
            hang(broker);
            ALL_OPEN.await(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void onlyThoseFailWhoseFaultItIs() {
        SampleRun run = SampleRun.inParallel(AtTheSameTime.class, AtTheSameTime.TESTS);

        assertThat(run.failures()).containsOnlyKeys("forgets", "hangs");
        assertThat(run.failures().get("forgets"))
                .hasMessageContaining("not settled")
                .hasMessageNotContaining("run on");
        assertThat(run.failures().get("hangs")).hasMessageContaining("run on");
        assertThat(run.succeeded()).isEqualTo(AtTheSameTime.TESTS - 2);
    }

    @Test
    void aCloseThatThrows(@TempDir Path parent) throws Exception {
        Path directory = Files.createDirectories(parent.resolve("data/shop")).getParent();
        Broker broker = (Broker) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Broker.class}, (proxy, method, arguments) -> {
                    throw new IllegalStateException("cannot " + method.getName());
                });
        var settings = new BrokerRun.Settings(true, false, false, builder -> {}, SHORT);
        BrokerRun run = new BrokerRun(settings, broker, new ThreadGroup("none"), new EventRecorder(), null, directory);

        assertThatThrownBy(() -> run.close(false)).hasMessageContaining("cannot close");
        assertThat(directory).doesNotExist();
    }

    private static ConsumerGroup group(Broker broker) {
        var queue = broker.declareDomain("shop").declareQueue("orders");
        queue.publish("a");
        return queue.declareGroup("workers");
    }

    private static Delivery take(Broker broker) {
        return group(broker).poll(1, LONG).get(0);
    }

    /** Leaves a handler at work that does not care for interrupts. */
    private static void hang(Broker broker) throws Exception {
        CompletableFuture<Void> handling = new CompletableFuture<>();
        group(broker).subscribe(delivery -> {
            handling.complete(null);
            boolean ended = false;
            while (!ended) {
                try {
                    endOfHandlers.await();
                    ended = true;
                } catch (InterruptedException e) {
                    // waits on
                }
            }
        });
        handling.get(20, TimeUnit.SECONDS);
    }
}
