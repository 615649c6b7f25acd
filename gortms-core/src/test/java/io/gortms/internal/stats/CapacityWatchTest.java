package io.gortms.internal.stats;

import static io.gortms.CapacityLevel.CRITICAL;
import static io.gortms.CapacityLevel.RECOVERED;
import static io.gortms.CapacityLevel.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.BrokerEvent;
import io.gortms.CapacityLevel;
import io.gortms.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapacityWatchTest {

    private final List<BrokerEvent> events = new ArrayList<>();
    private final ManualClock clock = new ManualClock();
    private final CapacityWatch watch =
            new CapacityWatch("shop.orders", clock, event -> events.add(event.make(1, clock.instant())));

    @Test
    void tellsOnceOfEachChange() {
        look(0, 74, 75, 76, 89, 90, 100, 100, 86, 85, 84, 76, 70, 69, 10);
        assertThat(levels()).containsExactly(WARNING, CRITICAL, WARNING, RECOVERED);
        assertThat(events.get(0))
                .isEqualTo(new BrokerEvent.QueueCapacity(1, clock.instant(), "shop.orders", WARNING, 75, 75, 100));
    }

    @Test
    void doesNotTellAgainAtTheEdge() {
        look(75, 74, 75, 74, 75, 72, 75);
        assertThat(levels()).containsExactly(WARNING);
    }

    @Test
    void fallsAndRisesOverAllLevelsAtOnce() {
        look(95, 0, 100, 50);
        assertThat(levels()).containsExactly(CRITICAL, RECOVERED, CRITICAL, RECOVERED);
    }

    @Test
    void withoutABoundNothingIsFull() {
        watch.look(1_000_000, 0);
        assertThat(events).isEmpty();
        watch.look(100, 100);
        watch.look(100, 0);
        assertThat(levels()).as("the bound was taken away").containsExactly(CRITICAL, RECOVERED);
    }

    @Test
    void saysSinceWhen() {
        assertThat(watch.alert().level()).isEqualTo(RECOVERED);
        look(80);
        clock.advance(Duration.ofMinutes(1));
        look(81);
        assertThat(watch.alert().level()).isEqualTo(WARNING);
        assertThat(watch.alert().since()).isEqualTo(clock.instant().minusSeconds(60));
    }

    private void look(long... messages) {
        for (long each : messages) {
            watch.look(each, 100);
        }
    }

    private List<CapacityLevel> levels() {
        return events.stream()
                .map(event -> ((BrokerEvent.QueueCapacity) event).level())
                .toList();
    }
}
