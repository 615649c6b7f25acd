package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Broker;
import io.gortms.BrokerLockedException;
import io.gortms.ConsumerGroup;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.StorageException;
import io.gortms.StorageFullException;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Leaks;
import io.gortms.contract.harness.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers and the directories they keep. */
class DataDirectoryContractTest {

    private static final Duration LIMIT = Await.LIMIT;

    private final Leaks leaks = new Leaks();

    @TempDir
    Path temp;

    @AfterEach
    void nothingIsLeftBehind() {
        leaks.check(temp);
    }

    @Test
    void itIsMadeIfItIsMissing() {
        Path deep = temp.resolve("a/b/c");
        open(deep).close();
        assertThat(deep).isDirectory();
    }

    @Test
    void aFileInItsPlaceIsRefused() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("file");
    }

    @Test
    void onlyOneBrokerHoldsIt() {
        try (Broker first = open(temp)) {
            first.declareDomain("shop");
            assertThatThrownBy(() -> open(temp))
                    .isInstanceOfSatisfying(BrokerLockedException.class, locked -> {
                        assertThat(locked.processId())
                                .isEqualTo(ProcessHandle.current().pid());
                        assertThat(locked.directory())
                                .contains(temp.getFileName().toString());
                    })
                    .hasMessageContaining(String.valueOf(ProcessHandle.current().pid()));
            // the refused one has not loosened the first one's hold
            assertThatThrownBy(() -> open(temp)).isInstanceOf(BrokerLockedException.class);
            assertThat(first.domain("shop").declareQueue("orders").publish("a").position())
                    .isZero();
        }
        open(temp).close();
    }

    @Test
    void itIsTheSameByAnotherPath() throws IOException {
        Path real = Files.createDirectory(temp.resolve("real"));
        Path link = Files.createSymbolicLink(temp.resolve("link"), real);
        try (Broker first = open(real)) {
            assertThat(first.domains()).isEmpty();
            assertThatThrownBy(() -> open(link)).isInstanceOf(BrokerLockedException.class);
            assertThatThrownBy(() -> open(temp.resolve("link/../real"))).isInstanceOf(BrokerLockedException.class);
        }
    }

    @Test
    void brokersOfDifferentDirectoriesWorkSideBySide() {
        try (Broker one = open(temp.resolve("one"));
                Broker two = open(temp.resolve("two"));
                Broker three = Broker.builder().inMemory().build();
                Broker four = Broker.builder().inMemory().build()) {
            for (Broker broker : new Broker[] {one, two, three, four}) {
                MessageQueue queue = broker.declareDomain("shop").declareQueue("orders");
                assertThat(queue.publish("a").position()).isZero();
                ConsumerGroup group = queue.declareGroup("workers");
                group.subscribe(delivery -> {});
                assertThat(group.awaitSettled(LIMIT)).isTrue();
            }
        }
    }

    @Test
    void aQueueInMemoryIsStillDeclaredAfterARestart() {
        try (Broker broker = open(temp)) {
            MessageQueue fast = broker.declareDomain("shop")
                    .declareQueue("fast", queue -> queue.persistent(false).workerCount(7));
            fast.declareGroup("workers");
            fast.publish("a");
        }
        try (Broker broker = open(temp)) {
            MessageQueue fast = broker.domain("shop").queue("fast");
            assertThat(fast.options().persistent()).isFalse();
            assertThat(fast.options().workerCount()).isEqualTo(7);
            assertThat(fast.read(0, 10)).isEmpty();
            assertThat(fast.group("workers").lag()).isZero();
            assertThat(fast.publish("b").position()).isZero();
            assertThat(fast.group("workers").poll(10, LIMIT))
                    .extracting(Texts::of)
                    .containsExactly("\"b\"");
        }
    }

    @Test
    void aFullDiskRefusesPublishesOnly() {
        Message large = Message.bytes(new byte[1024 * 1024]);
        long before;
        try (Broker broker = open(temp)) {
            MessageQueue queue = broker.declareDomain("shop").declareQueue("orders");
            queue.declareGroup("workers");
            queue.publish(large);
            queue.publish(large);
            before = queue.stats().endPosition();
        }
        long stored = before;
        try (Broker broker = Broker.builder()
                .dataDirectory(temp)
                .minimumFreeDisk(Long.MAX_VALUE)
                .build()) {
            MessageQueue queue = broker.domain("shop").queue("orders");
            StorageFullException full = null;
            // space that is allocated already may be used up first
            for (int count = 0; count < 300 && full == null; count++) {
                try {
                    stored = queue.publish(large).position() + 1;
                } catch (StorageFullException refused) {
                    full = refused;
                }
            }
            assertThat(full).isNotNull();
            assertThat(full.queue()).isEqualTo("shop.orders");
            assertThat(full).hasMessageContaining("minimumFreeDisk");
            assertThat(queue.stats().endPosition()).isEqualTo(stored);
            ConsumerGroup group = queue.group("workers");
            group.poll(1, LIMIT).get(0).ack();
            assertThat(group.position()).isEqualTo(1);
            assertThat(queue.read(1, 1)).hasSize(1);
        }
        try (Broker broker = open(temp)) {
            MessageQueue queue = broker.domain("shop").queue("orders");
            assertThat(queue.group("workers").position()).isEqualTo(1);
            assertThat(queue.publish("a").position()).isEqualTo(stored);
        }
    }

    private static Broker open(Path directory) {
        return Broker.builder().dataDirectory(directory).build();
    }
}
