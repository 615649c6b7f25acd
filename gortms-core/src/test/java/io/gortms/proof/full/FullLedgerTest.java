package io.gortms.proof.full;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gortms.Broker;
import io.gortms.BrokerEvent;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.DeliverySettledException;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.StorageFullException;
import io.gortms.contract.harness.Await;
import io.gortms.proof.harness.DirectoryImage;
import io.gortms.proof.harness.SmallDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk so full, and so many settlements out of order, that the space that is kept for them is used up. */
@Timeout(60)
@SuppressWarnings("try") // see SmallDisk
class FullLedgerTest {

    private static final int MEGABYTES = 24;
    private static final int MESSAGES = 60_000;

    @TempDir
    private Path directory;

    private int images;

    @Test
    void anAckThatIsNotOnTheDiskSaysSo() throws Exception {
        try (SmallDisk disk = SmallDisk.tmpfs(directory.resolve("disk"), MEGABYTES);
                Broker broker = open(disk.directory())) {
            ConsumerGroup group = publishAll(broker).declareGroup("readers");
            disk.fill();

            Refusal refusal = ackEverySecondUntilRefused(group);

            assertThat(refusal.thrown().queue()).isEqualTo("proof.orders");
            assertThat(refusal.thrown())
                    .hasMessageContaining("'proof.orders/readers'")
                    .hasMessageContaining(refusal.delivery().messageId());
            assertThat(group.lag()).as("it is settled").isEqualTo(MESSAGES - refusal.settled());
            assertThatThrownBy(refusal.delivery()::ack).isInstanceOf(DeliverySettledException.class);
            Await.until("it is an event", () -> diskLow(broker).equals(List.of("proof.orders")));
        }
    }

    /** There is room for all, once what they have made superfluous is cleared away, which takes longer than acking. */
    @Test
    void acksThatOutrunTheCheckpointsAreNotRefused() throws Exception {
        try (SmallDisk disk = SmallDisk.tmpfs(directory.resolve("disk"), MEGABYTES);
                Broker broker = open(disk.directory())) {
            ConsumerGroup group = publishAll(broker).declareGroup("readers");
            List<Delivery> polled = group.poll(MESSAGES, Duration.ZERO);
            disk.fill();

            for (int i = 1; i < polled.size(); i += 2) {
                polled.get(i).ack();
            }

            Await.until("all is on the disk", () -> lagAfterDeath(disk) == MESSAGES / 2);
            assertThat(diskLow(broker)).isEmpty();
        }
    }

    @Test
    void whatWasRefusedIsWrittenWhenThereIsRoomThoughNothingHappens() throws Exception {
        try (SmallDisk disk = SmallDisk.tmpfs(directory.resolve("disk"), MEGABYTES);
                Broker broker = open(disk.directory())) {
            ConsumerGroup group = publishAll(broker).declareGroup("readers");
            disk.fill();
            long lag = MESSAGES - ackEverySecondUntilRefused(group).settled();
            assertThat(lagAfterDeath(disk)).as("not all is on the disk").isGreaterThan(lag);
            disk.free();

            Await.until("all is on the disk", () -> lagAfterDeath(disk) == lag);
        }
    }

    @Test
    void whatWasRefusedIsWrittenWhenTheBrokerCloses() throws Exception {
        try (SmallDisk disk = SmallDisk.tmpfs(directory.resolve("disk"), MEGABYTES)) {
            long lag;
            try (Broker broker = open(disk.directory())) {
                ConsumerGroup group = publishAll(broker).declareGroup("readers");
                disk.fill();
                lag = MESSAGES - ackEverySecondUntilRefused(group).settled();
                assertThat(lagAfterDeath(disk)).as("not all is on the disk").isGreaterThan(lag);
                disk.free();
            }

            try (Broker broker = open(disk.directory())) {
                assertThat(groupOf(broker).lag()).isEqualTo(lag);
            }
        }
    }

    @Test
    void aRefusedPublishIsAnEventOnceEachTime() throws Exception {
        try (SmallDisk disk = SmallDisk.tmpfs(directory.resolve("disk"), MEGABYTES);
                Broker broker = open(disk.directory())) {
            MessageQueue queue = broker.declareDomain("proof").declareQueue("orders");
            for (int round = 0; round < 2; round++) {
                disk.fill();
                refuseTwice(queue);
                disk.free();
                queue.publish(Message.text("there is room"));
            }

            assertThat(diskLow(broker)).containsExactly("proof.orders", "proof.orders");
        }
    }

    private static List<String> diskLow(Broker broker) {
        return broker.events().stream()
                .filter(BrokerEvent.DiskLow.class::isInstance)
                .map(BrokerEvent::resource)
                .toList();
    }

    private static void refuseTwice(MessageQueue queue) {
        for (int refused = 0; refused < 2; ) {
            try {
                queue.publish(Message.text("no room"));
            } catch (StorageFullException e) {
                refused++;
            }
        }
    }

    /** The ack that was refused. */
    private record Refusal(Delivery delivery, StorageFullException thrown, long settled) {}

    /** Every second only: ranges that cannot grow together need room, as does what is not settled and was delivered. */
    private static Refusal ackEverySecondUntilRefused(ConsumerGroup group) {
        List<Delivery> polled = group.poll(MESSAGES, Duration.ZERO);
        for (int i = 1; i < polled.size(); i += 2) {
            Delivery delivery = polled.get(i);
            StorageFullException thrown = refused(delivery);
            if (thrown != null) {
                return new Refusal(delivery, thrown, i / 2 + 1);
            }
        }
        throw new AssertionError("no ack was refused");
    }

    private static @Nullable StorageFullException refused(Delivery delivery) {
        return catchThrowableOfType(StorageFullException.class, delivery::ack);
    }

    private static MessageQueue publishAll(Broker broker) {
        MessageQueue queue =
                broker.declareDomain("proof").declareQueue("orders", options -> options.maxInFlight(MESSAGES));
        queue.publishAll(Collections.nCopies(MESSAGES, Message.text("a message")));
        return queue;
    }

    private static ConsumerGroup groupOf(Broker broker) {
        return broker.domain("proof").queue("orders").group("readers");
    }

    /** What a process that died now would find. */
    private long lagAfterDeath(SmallDisk disk) {
        Path image = directory.resolve("image-" + images++);
        try {
            DirectoryImage.copy(disk.directory().resolve("data"), image);
        } catch (IOException | UncheckedIOException e) {
            return -1; // a file went while it was copied
        }
        try (Broker broker = Broker.builder().dataDirectory(image).build()) {
            return groupOf(broker).lag();
        }
    }

    private static Broker open(Path disk) {
        return Broker.builder()
                .dataDirectory(disk.resolve("data"))
                .minimumFreeDisk(0)
                .build();
    }
}
