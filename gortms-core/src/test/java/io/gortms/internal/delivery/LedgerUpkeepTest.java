package io.gortms.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Delivery;
import io.gortms.QueueSettings;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a group writes into the ledger is followed by a look at what the ledger needs: a force, or a checkpoint. */
class LedgerUpkeepTest {

    private final GroupFixture fixture = new GroupFixture();
    private final GroupDelivery group = fixture.group;
    private final AtomicInteger looked = fixture.upkeep;

    /** What is written. */
    private enum Change {
        SEEK,
        PAUSE,
        RESUME
    }

    @AfterEach
    void close() {
        fixture.close();
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

        fixture.clock.advance(QueueSettings.defaults().ackTimeout());

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
        fixture.append(1);
        return group.poll(1, Duration.ZERO).get(0);
    }
}
