package io.gortms.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.BrokerClosedException;
import io.gortms.BrokerException;
import io.gortms.Delivery;
import io.gortms.DeliverySettledException;
import io.gortms.GroupStats;
import io.gortms.ManualClock;
import io.gortms.QueueSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An ack that has begun when the delivery ends otherwise, and gets the group's lock after that. */
@Timeout(20)
class SettleRaceTest {

    private final ManualClock clock = new ManualClock();
    private final MemoryGroup parts = new MemoryGroup(clock);
    private final GroupDelivery group = parts.group;

    @AfterEach
    void close() {
        parts.close();
    }

    @Test
    void comesTooLateAfterADrop() throws Exception {
        BrokerException refusal = ackDuring(delivery -> group.drop(parts.record(delivery.position())));

        assertThat(refusal).isInstanceOf(DeliverySettledException.class).hasMessageContaining("dropped");
        GroupStats stats = group.stats();
        assertThat(stats.dropped()).isEqualTo(1);
        assertThat(stats.acked()).isZero();
    }

    @Test
    void comesTooLateAfterASeek() throws Exception {
        BrokerException refusal = ackDuring(delivery -> group.seek(1));

        assertThat(refusal).isInstanceOf(DeliverySettledException.class).hasMessageContaining("seek");
        assertThat(group.stats().skipped()).isEqualTo(1);
    }

    @Test
    void comesTooLateAfterTheEndOfTheLease() throws Exception {
        BrokerException refusal =
                ackDuring(delivery -> clock.advance(QueueSettings.defaults().ackTimeout()));

        assertThat(refusal).isInstanceOf(DeliverySettledException.class).hasMessageContaining("ackTimeout");
        assertThat(group.stats().nacked()).isEqualTo(1);
    }

    @Test
    void comesTooLateAfterTheClose() throws Exception {
        BrokerException refusal = ackDuring(delivery -> {
            group.end(GroupEnd.CLOSED);
            group.close();
        });

        assertThat(refusal).isInstanceOf(BrokerClosedException.class);
        assertThat(group.stats().released()).as("given back, and not counted").isEqualTo(1);
    }

    private BrokerException ackDuring(Consumer<Delivery> end) throws Exception {
        parts.append(null);
        Delivery delivery = group.poll(1, Duration.ZERO).get(0);
        CompletableFuture<BrokerException> refusal = new CompletableFuture<>();
        Thread acking = new Thread(() -> {
            try {
                delivery.ack();
                refusal.complete(null);
            } catch (BrokerException e) {
                refusal.complete(e);
            }
        });
        parts.lock.lock();
        try {
            acking.start();
            while (!parts.lock.hasQueuedThread(acking)) {
                Thread.onSpinWait();
            }
            end.accept(delivery);
        } finally {
            parts.lock.unlock();
        }
        return refusal.get(10, TimeUnit.SECONDS);
    }
}
