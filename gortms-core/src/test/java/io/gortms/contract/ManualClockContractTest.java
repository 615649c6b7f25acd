package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Delivery;
import io.gortms.ManualClock;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The clock of users' tests: it moves only when it is told to, and everything due is done when it has. */
class ManualClockContractTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void itStandsStill() {
        assertThat(new ManualClock().instant()).isEqualTo(START);
        ManualClock clock = new ManualClock(Instant.EPOCH);
        clock.advance(Duration.ZERO);
        assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
        clock.advance(Duration.ofNanos(1));
        assertThat(clock.instant()).isEqualTo(Instant.EPOCH.plusNanos(1));
    }

    @Test
    void itDoesNotGoBack() {
        ManualClock clock = new ManualClock();
        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(clock.instant()).isEqualTo(START);
    }

    @Test
    void itStopsAtEachDueTime() {
        ManualClock clock = new ManualClock();
        Plan plan = new Plan(clock, Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(7));
        clock.attach(plan);
        clock.advance(Duration.ofSeconds(5));
        assertThat(plan.ranAt).containsExactly(START.plusSeconds(1), START.plusSeconds(3));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(5));
        clock.advance(Duration.ofSeconds(2));
        assertThat(plan.ranAt).hasSize(3);
    }

    @Test
    void itRunsWhatIsOverdueWithoutGoingBack() {
        ManualClock clock = new ManualClock();
        clock.advance(Duration.ofSeconds(10));
        Plan plan = new Plan(clock, Duration.ofSeconds(1));
        clock.attach(plan);
        clock.advance(Duration.ZERO);
        assertThat(plan.ranAt).containsExactly(START.plusSeconds(10));
    }

    @Test
    void whatIsDetachedIsLeftAlone() {
        ManualClock clock = new ManualClock();
        Plan plan = new Plan(clock, Duration.ofSeconds(1));
        clock.attach(plan);
        clock.detach(plan);
        clock.advance(Duration.ofSeconds(5));
        assertThat(plan.ranAt).isEmpty();
    }

    @Scenario
    void everythingDueIsThereWhenItHasMoved(Steps steps) {
        steps.queue(queue -> queue.ttl(Duration.ZERO))
                .step("fail three, each for longer", f -> {
                    f.publish("a", "b", "c");
                    List<Delivery> taken = f.take(3);
                    taken.get(0).nack(Duration.ofSeconds(3));
                    taken.get(1).nack(Duration.ofSeconds(2));
                    taken.get(2).nack(Duration.ofSeconds(4));
                })
                .step("advance over two of them", f -> {
                    f.advance(Duration.ofSeconds(3));
                    List<Delivery> due = f.group().poll(10, Duration.ZERO);
                    assertThat(due).extracting(Texts::of).containsExactlyInAnyOrder("a", "b");
                    due.forEach(Delivery::ack);
                })
                .step("and over the last", f -> {
                    f.advance(Duration.ofDays(365));
                    f.expect("c");
                });
    }

    @Scenario
    void nothingBecomesDueByItself(Steps steps) {
        steps.step("fail for a microsecond", f -> {
                    f.publish("a");
                    f.take().nack(Duration.ofNanos(1_000));
                })
                .step(
                        "it does not come by itself",
                        f -> assertThat(f.group().poll(1, Duration.ofMillis(20)))
                                .isEmpty())
                .step("but when the clock is moved", f -> {
                    f.advance(Duration.ofNanos(1_000));
                    f.expect("a");
                });
    }

    @Scenario(restarts = false)
    void aClosedBrokerIsNotDrivenAnyMore(Steps steps) {
        steps.step("close with something planned, then advance", f -> {
            f.publish("a");
            f.take().nack(Duration.ofSeconds(1));
            f.broker().close();
            f.advance(Duration.ofDays(1));
        });
    }

    /** Work at given times; notes when it ran. */
    private static final class Plan implements ManualClock.DueWork {

        private final ManualClock clock;
        private final Deque<Instant> due = new ArrayDeque<>();
        private final List<Instant> ranAt = new ArrayList<>();

        Plan(ManualClock clock, Duration... afterStart) {
            this.clock = clock;
            for (Duration after : afterStart) {
                due.add(START.plus(after));
            }
        }

        @Override
        public @Nullable Instant nextDue() {
            return due.peek();
        }

        @Override
        public void runDue() {
            while (!due.isEmpty() && !due.peek().isAfter(clock.instant())) {
                due.remove();
                ranAt.add(clock.instant());
            }
        }
    }
}
