package io.gortms.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.BrokerEvent;
import io.gortms.ManualClock;
import io.gortms.SeriesPoint;
import io.gortms.internal.time.BrokerClock;
import io.gortms.internal.time.DueTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SamplerTest {

    private final ManualClock clock = new ManualClock();
    private final DueTimer timer = new DueTimer(new BrokerClock(clock));
    private final List<BrokerEvent> events = new ArrayList<>();
    private final Sampler sampler = sampler(true);
    private final FakeQueue queue = new FakeQueue(sampler);

    @AfterEach
    void close() {
        timer.close();
    }

    @Test
    void asksForNothingWhileNothingHappens() {
        assertThat(timer.nextDue()).isNull();
        queue.publish(1);
        assertThat(timer.nextDue()).isEqualTo(clock.instant().plusSeconds(1));
        clock.advance(Duration.ofSeconds(2));
        assertThat(timer.nextDue()).as("a second after the last message").isNull();
    }

    @Test
    void writesDownWhatHappenedInTheSecondInWhichItDid() {
        clock.advance(Duration.ofMillis(2_500));
        queue.publish(3);
        clock.advance(Duration.ofSeconds(1));
        queue.publish(4);
        clock.advance(Duration.ofSeconds(1));
        assertThat(perSecond(sampler.series(), 4)).containsExactly(0L, 0L, 3L, 4L);
        assertThat(perSecond(queue.activity.series(), 4)).containsExactly(0L, 0L, 3L, 4L);
    }

    @Test
    void nothingIsMissedWhileTheSamplerLooksAway() throws InterruptedException {
        int messages = 200_000;
        Thread publisher = new Thread(() -> {
            for (int i = 0; i < messages; i++) {
                queue.publish(1);
            }
        });
        publisher.start();
        for (int i = 0; i < 80_000 && publisher.isAlive(); i++) { // of what is older than a day nothing is known
            clock.advance(Duration.ofSeconds(1));
        }
        publisher.join();
        clock.advance(Duration.ofSeconds(3));
        assertThat(timer.nextDue()).isNull();
        assertThat(queue.sampled()).isEqualTo(messages);
    }

    @Test
    void whatHappensJustAfterTheSamplerHasLookedIsSeen() {
        queue.publish(1);
        clock.advance(Duration.ofSeconds(1));
        queue.afterLook = () -> queue.publish(7); // it is looked at still, so that nobody tells the sampler
        clock.advance(Duration.ofSeconds(1));
        queue.afterLook = () -> {};
        assertThat(queue.sampled()).isEqualTo(8);
        assertThat(timer.nextDue()).as("and is looked at again").isNotNull();
    }

    @Test
    void whatIsSampledIsAddedUp() {
        FakeQueue other = new FakeQueue(sampler);
        queue.publish(5);
        other.publish(6);
        clock.advance(Duration.ofSeconds(1));
        assertThat(perSecond(sampler.series(), 1)).containsExactly(11L);
        other.activity.close();
        other.publish(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(perSecond(sampler.series(), 1))
                .as("what is closed counts no more")
                .containsExactly(0L);
        sampler.onDeclared();
        clock.advance(Duration.ofMinutes(2));
        assertThat(sampler.levelsAt(clock.instant().getEpochSecond()).messages())
                .isEqualTo(5);
    }

    @Test
    void whatIsFoundInQueuesThatAreNotOpenIsNotedThoughNothingHappens() {
        sampler.start();
        clock.advance(Duration.ofSeconds(1));
        sampler.found(5, 500);
        clock.advance(Duration.ofSeconds(1));
        assertThat(sampler.levelsAt(clock.instant().getEpochSecond()).messages())
                .isEqualTo(5);
        assertThat(timer.nextDue()).isNull();
    }

    @Test
    void tellsThatAQueueIsNearlyFull() {
        queue.maxSize = 10;
        queue.publish(8);
        assertThat(events).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(events).hasSize(1);
    }

    @Test
    void looksAtTheJvmOnceAMinute() {
        for (int i = 0; i < 180; i++) {
            queue.publish(1);
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(sampler.resources(10)).hasSize(3);
        assertThat(sampler.resources(2)).hasSize(2);
        assertThat(sampler.resources(10).get(0).timestamp())
                .isEqualTo(sampler.resources(10).get(1).timestamp() + 60);
    }

    @Test
    void doesNothingIfItIsOff() {
        FakeQueue unseen = new FakeQueue(sampler(false));
        unseen.publish(1);
        assertThat(timer.nextDue()).isNull();
        clock.advance(Duration.ofSeconds(2));
        assertThat(unseen.sampled()).isZero();
    }

    private Sampler sampler(boolean on) {
        return new Sampler(on, new BrokerClock(clock), timer, () -> new Sampler.Declared(1, 1, 0), () -> 0);
    }

    private List<Long> perSecond(RateSeries series, int seconds) {
        return series
                .points(BrokerClock.toMicros(clock.instant()), Duration.ofSeconds(seconds), Duration.ofSeconds(1))
                .stream()
                .map(SeriesPoint::published)
                .toList();
    }

    private final class FakeQueue implements Activity.Source {

        private final AtomicLong published = new AtomicLong();
        private final Activity activity;
        private volatile Runnable afterLook = () -> {};
        private long maxSize;

        private FakeQueue(Sampler sampler) {
            activity = new Activity(
                    sampler,
                    this,
                    new CapacityWatch("shop.orders", clock, event -> events.add(event.make(1, clock.instant()))));
        }

        private void publish(int count) {
            published.addAndGet(count);
            activity.touch();
        }

        private long sampled() {
            return activity
                    .series()
                    .points(BrokerClock.toMicros(clock.instant()), Duration.ofDays(1), Duration.ofHours(1))
                    .stream()
                    .mapToLong(SeriesPoint::published)
                    .sum();
        }

        @Override
        public long published() {
            long now = published.get();
            Runnable then = afterLook;
            afterLook = () -> {};
            then.run();
            return now;
        }

        @Override
        public long messages(long nowMicros) {
            return published.get();
        }

        @Override
        public long maxSize() {
            return maxSize;
        }

        @Override
        public long diskBytes() {
            return 0;
        }

        @Override
        public Collection<Activity.Part> groups() {
            return List.of();
        }
    }
}
