package io.gortms.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.Delivery;
import io.gortms.ManualClock;
import io.gortms.Message;
import io.gortms.QueueSettings;
import io.gortms.internal.group.GroupMemory;
import io.gortms.internal.group.GroupState;
import io.gortms.internal.group.MemoryInHand;
import io.gortms.internal.group.MemoryLedger;
import io.gortms.internal.journal.MemoryJournal;
import io.gortms.internal.journal.RecordDraft;
import io.gortms.internal.message.PayloadCodec;
import io.gortms.internal.time.BrokerClock;
import io.gortms.internal.time.DueTimer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a group writes into the ledger is followed by a look at what the ledger needs: a force, or a checkpoint. */
class LedgerUpkeepTest {

    private final ManualClock clock = new ManualClock();
    private final BrokerThreads threads = new BrokerThreads(null);
    private final AtomicInteger looked = new AtomicInteger();
    private final MemoryJournal journal = new MemoryJournal();
    private final GroupDelivery group = group();

    /** What is written. */
    private enum Change {
        SEEK,
        PAUSE,
        RESUME
    }

    private GroupDelivery group() {
        MemoryLedger ledger = new MemoryLedger();
        BrokerClock brokerClock = new BrokerClock(clock);
        return new GroupDelivery(new GroupEnvironment(
                "shop.orders/workers",
                "workers",
                QueueSettings::defaults,
                journal,
                new GroupMemory(ledger, new GroupState(1), new ReentrantLock()),
                new MemoryInHand(),
                new ObjectMapper(),
                brokerClock,
                new DueTimer(brokerClock),
                threads,
                (stored, headers) -> {},
                event -> {},
                Duration.ofSeconds(1),
                looked::incrementAndGet));
    }

    @AfterEach
    void close() {
        threads.close();
    }

    @ParameterizedTest
    @EnumSource
    void afterAChangeOfTheGroup(Change change) {
        switch (change) {
            case SEEK -> group.seek(0);
            case PAUSE -> group.pause();
            case RESUME -> group.resume();
        }

        assertThat(looked).hasPositiveValue();
    }

    @Test
    void afterTheEndOfALease() {
        take();
        looked.set(0);

        clock.advance(QueueSettings.defaults().ackTimeout());

        assertThat(looked).hasPositiveValue();
    }

    @Test
    void afterALetterIsBuried() {
        Delivery delivery = take();
        looked.set(0);

        delivery.reject("unwanted");

        assertThat(looked.get())
                .as("when it is rejected, and when it is settled")
                .isEqualTo(2);
    }

    @Test
    void afterDeliveriesAreCounted() {
        take();

        assertThat(looked).hasPositiveValue();
    }

    private Delivery take() {
        RecordDraft draft = new PayloadCodec(new ObjectMapper()).encode(Message.text("a"), "shop.orders", 100);
        journal.append(List.of(draft), 0);
        return group.poll(1, Duration.ZERO).get(0);
    }
}
