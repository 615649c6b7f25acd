package io.gortms.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.Durability;
import io.gortms.ManualClock;
import io.gortms.MessageQueue;
import io.gortms.contract.harness.Await;
import io.gortms.proof.harness.DirectoryImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What random deaths have once found, in its smallest form. A copy of an open broker's directory is what a death leaves. */
@Timeout(60)
class RestartTest {

    private static final int MESSAGES = 2_000;

    @TempDir
    private Path directory;

    /** What a machine's death has left of a queue is found whenever the queue is opened, by whichever run. */
    @ParameterizedTest
    @EnumSource
    void aQueueThatIsFirstOpenedRunsLaterIsVerifiedLikeAnyOther(Durability durability) throws Exception {
        Path image = directory.resolve("image");
        try (Broker broker = open(directory.resolve("data"))) {
            MessageQueue queue =
                    broker.declareDomain("proof").declareQueue("orders", options -> options.durability(durability));
            queue.declareGroup("readers");
            queue.publishAll(Collections.nCopies(MESSAGES, "message"));
            queue.group("readers").poll(200, Duration.ZERO).forEach(Delivery::ack);
            DirectoryImage.copy(directory.resolve("data"), image);
        }
        tearSegment(image.resolve("proof/orders/journal"));

        open(image).close();
        open(image).close();

        try (Broker broker = open(image)) {
            MessageQueue queue = broker.domain("proof").queue("orders");
            long end = queue.stats().endPosition();
            assertThat(end).isBetween(1L, 199L);
            assertThat(queue.group("readers").position()).isLessThanOrEqualTo(end);
            long position = queue.publish("after").position();
            assertThat(position).isEqualTo(end);
            assertThat(queue.group("readers").poll(MESSAGES, Duration.ZERO))
                    .extracting(Delivery::position)
                    .contains(position);
        }
    }

    /** The group passes over it after the last ack, and who waits for that is told. */
    @Test
    void awaitSettledDoesNotWaitForWhatIsLost() throws Exception {
        Path data = directory.resolve("data");
        try (Broker broker = open(data)) {
            MessageQueue queue = broker.declareDomain("proof").declareQueue("orders");
            queue.declareGroup("readers");
            queue.publishAll(Collections.nCopies(3, "m".repeat(1_000)));
        }
        loseLastMessage(data.resolve("proof/orders/journal"));

        try (Broker broker = open(data)) {
            ConsumerGroup readers = broker.domain("proof").queue("orders").group("readers");
            CountDownLatch somebodyWaits = new CountDownLatch(1);
            readers.subscribe(options -> options.workerCount(1), delivery -> somebodyWaits.await());
            FutureTask<Boolean> waiting = new FutureTask<>(() -> readers.awaitSettled(Duration.ofMinutes(5)));
            Thread waiter = new Thread(waiting);
            waiter.start();
            Await.until("somebody waits", () -> waiter.getState() == Thread.State.TIMED_WAITING);
            somebodyWaits.countDown();

            assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();

            assertThat(readers.stats().acked()).isEqualTo(2);
        }
    }

    private static void loseLastMessage(Path journal) throws IOException {
        try (Stream<Path> files = Files.walk(journal)) {
            Path segment = files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
            try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(500), channel.size() - 600);
            }
        }
    }

    /** Most of a segment, acked messages among it, never reached the disk. */
    private static void tearSegment(Path journal) throws IOException {
        try (Stream<Path> files = Files.walk(journal)) {
            Path segment = files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
            try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
                long torn = 8_000;
                channel.write(ByteBuffer.allocate((int) (channel.size() - torn)), torn);
            }
        }
    }

    /** The first publish tidies what the dead process has left, while a group is in the midst of reading it. */
    @Test
    void aGroupReadsOnWhenSomethingIsPublished() throws Exception {
        Path image = directory.resolve("image");
        try (Broker broker = open(directory.resolve("data"))) {
            MessageQueue queue = broker.declareDomain("proof").declareQueue("orders");
            queue.declareGroup("readers");
            for (int i = 0; i < MESSAGES; i++) {
                queue.publish("message " + i);
            }
            DirectoryImage.copy(directory.resolve("data"), image);
        }

        try (Broker broker = open(image)) {
            MessageQueue queue = broker.domain("proof").queue("orders");
            ConsumerGroup readers = queue.group("readers");
            List<Long> positions = new ArrayList<>();
            readers.poll(1, Duration.ZERO).forEach(delivery -> positions.add(delivery.position()));
            queue.publish("one more");
            for (List<Delivery> polled = readers.poll(100, Duration.ZERO);
                    !polled.isEmpty();
                    polled = readers.poll(100, Duration.ZERO)) {
                for (Delivery delivery : polled) {
                    positions.add(delivery.position());
                    delivery.ack();
                }
            }

            assertThat(LongStream.rangeClosed(0, MESSAGES).boxed())
                    .filteredOn(position -> !positions.contains(position))
                    .as("what the group did not get")
                    .isEmpty();
            assertThat(positions).as("what it got").isSorted();
            assertThat(broker.recoveryReport().damages()).isEmpty();
        }
    }

    /** It comes out of turn, before the group has read as far as that. */
    @Test
    void aMessageThatWaitedForItsRetryIsWithOneConsumerAtATime() {
        ManualClock clock = new ManualClock();
        try (Broker broker = open(directory, clock)) {
            MessageQueue queue = broker.declareDomain("proof").declareQueue("orders");
            ConsumerGroup readers = queue.declareGroup("readers");
            queue.publish("first");
            queue.publish("second");
            readers.poll(2, Duration.ZERO).get(1).nack(Duration.ofSeconds(1));
        }
        clock.advance(Duration.ofSeconds(2));

        try (Broker broker = open(directory, clock)) {
            ConsumerGroup readers = broker.domain("proof").queue("orders").group("readers");
            Delivery second = readers.poll(1, Duration.ZERO).get(0);
            assertThat(second.position()).isEqualTo(1);
            second.release();

            assertThat(readers.poll(3, Duration.ZERO))
                    .extracting(Delivery::position)
                    .containsExactlyInAnyOrder(0L, 1L);
        }
    }

    private static Broker open(Path data, InstantSource clock) {
        return Broker.builder().dataDirectory(data).clock(clock).build();
    }

    private static Broker open(Path data) {
        return Broker.builder().dataDirectory(data).build();
    }
}
