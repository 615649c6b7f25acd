package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.gortms.Broker;
import io.gortms.BrokerBuilder;
import io.gortms.Delivery;
import io.gortms.ManualClock;
import io.gortms.MessageQueue;
import io.gortms.contract.harness.Leaks;
import io.gortms.contract.harness.Texts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the builder takes, refuses and passes on. */
class BuilderContractTest {

    private final Leaks leaks = new Leaks();

    @AfterEach
    void nothingIsLeftBehind() {
        leaks.checkThreads();
    }

    @Test
    void aPlaceForMessagesMustBeChosen() {
        assertThatThrownBy(() -> Broker.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("dataDirectory")
                .hasMessageContaining("inMemory");
    }

    @Test
    void onlyOneOfThem() {
        BrokerBuilder inMemory = Broker.builder().inMemory();
        BrokerBuilder onDisk = Broker.builder().dataDirectory(Path.of("data"));
        assertThatThrownBy(() -> inMemory.dataDirectory(Path.of("data")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("dataDirectory")
                .hasMessageContaining("inMemory");
        assertThatThrownBy(onDisk::inMemory).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void wrongValuesAreRefusedAtOnce() {
        BrokerBuilder builder = Broker.builder();
        assertThatThrownBy(() -> builder.minimumFreeDisk(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.shutdownTimeout(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.dataDirectory(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.clock(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.executor(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.objectMapper(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.shutdownTimeout(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.listener(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void theClockIsTheOneGiven() {
        ManualClock clock = new ManualClock();
        try (Broker broker = Broker.builder().inMemory().clock(clock).build()) {
            assertThat(broker.clock()).isSameAs(clock);
        }
    }

    @Test
    void theMapperWritesAndReads() {
        ObjectMapper mapper = new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE);
        try (Broker broker = Broker.builder().inMemory().objectMapper(mapper).build()) {
            MessageQueue queue = broker.declareDomain("shop").declareQueue("orders");
            assertThat(broker.objectMapper()).isSameAs(mapper);
            queue.publish(new Shipment("Main Street"));
            assertThat(queue.read(0, 1)).extracting(Texts::of).containsExactly("{\"street-name\":\"Main Street\"}");
            Delivery delivery = queue.declareGroup("workers")
                    .poll(1, Duration.ofSeconds(20))
                    .get(0);
            assertThat(delivery.payloadAs(Shipment.class)).isEqualTo(new Shipment("Main Street"));
        }
    }

    @Test
    void theClockStampsMessages() {
        Instant start = Instant.parse("2030-06-01T12:00:00Z");
        try (Broker broker =
                Broker.builder().inMemory().clock(new ManualClock(start)).build()) {
            assertThat(broker.declareDomain("shop")
                            .declareQueue("orders")
                            .publish("a")
                            .timestamp())
                    .isEqualTo(start);
        }
    }

    @Test
    void withoutAClockItIsTheSystems() {
        Instant before = Instant.now().minusMillis(1);
        try (Broker broker = Broker.builder().inMemory().build()) {
            Instant published = broker.declareDomain("shop")
                    .declareQueue("orders")
                    .publish("a")
                    .timestamp();
            assertThat(published).isBetween(before, Instant.now());
        }
    }

    @Test
    void handlersRunOnTheExecutor() {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        ExecutorService executor = Executors.newSingleThreadExecutor(call -> new Thread(call, "the-application"));
        try (Broker broker = Broker.builder().inMemory().executor(executor).build()) {
            MessageQueue queue = broker.declareDomain("shop").declareQueue("orders");
            queue.declareGroup("workers")
                    .subscribe(delivery -> threads.add(Thread.currentThread().getName()));
            queue.publishAll(List.of(1, 2, 3));
            assertThat(queue.group("workers").awaitSettled(Duration.ofSeconds(20)))
                    .isTrue();
        } finally {
            executor.shutdown();
        }
        assertThat(threads).containsExactly("the-application");
    }

    @Test
    void theThreadsBelongToTheGroupOfTheOpener() throws Exception {
        ThreadGroup group = new ThreadGroup("the-opener");
        Set<ThreadGroup> seen = ConcurrentHashMap.newKeySet();
        FutureTask<Broker> opening = new FutureTask<>(() -> Broker.builder()
                .inMemory()
                .listener(event -> seen.add(Thread.currentThread().getThreadGroup()))
                .build());
        new Thread(group, opening).start();
        try (Broker broker = opening.get(20, TimeUnit.SECONDS)) {
            MessageQueue queue = broker.declareDomain("shop").declareQueue("orders");
            queue.declareGroup("workers")
                    .subscribe(delivery -> seen.add(Thread.currentThread().getThreadGroup()));
            queue.observe(message -> seen.add(Thread.currentThread().getThreadGroup()));
            queue.publishAll(List.of(1, 2, 3));
            assertThat(queue.group("workers").awaitSettled(Duration.ofSeconds(20)))
                    .isTrue();
            Thread[] running = new Thread[100];
            assertThat(Arrays.asList(running).subList(0, group.enumerate(running)))
                    .extracting(Thread::getName)
                    .contains("gortms-timer");
        }
        assertThat(seen).containsExactly(group);
    }

    /** A payload whose JSON depends on the mapper. */
    record Shipment(String streetName) {}
}
