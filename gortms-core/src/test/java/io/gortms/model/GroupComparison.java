package io.gortms.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.BreakerState;
import io.gortms.ConsumerGroup;
import io.gortms.GroupStats;

/** Compares what can be seen of a group. */
final class GroupComparison {

    private GroupComparison() {}

    static void compare(ModelGroup model, ConsumerGroup real, long nowMs) {
        String name = model.name();
        int inFlight = model.out().size();
        long lag = model.unsettled().size();
        assertThat(real.position()).as("position() of %s", name).isEqualTo(model.position());
        assertThat(real.lag()).as("lag() of %s", name).isEqualTo(lag);
        assertThat(real.pending()).as("pending() of %s", name).isEqualTo(inFlight + model.retrying());
        assertThat(real.isPaused()).as("isPaused() of %s", name).isEqualTo(model.isPaused());
        GroupStats stats = real.stats();
        ModelCounters counters = model.counters();
        assertThat(stats.position()).as("stats: position of %s", name).isEqualTo(real.position());
        assertThat(stats.lag()).as("stats: lag of %s", name).isEqualTo(real.lag());
        assertThat(stats.inFlight()).as("stats: inFlight of %s", name).isEqualTo(inFlight);
        assertThat(stats.retrying()).as("stats: retrying of %s", name).isEqualTo(model.retrying());
        assertThat(stats.delivered()).as("stats: delivered of %s", name).isEqualTo(counters.delivered);
        assertThat(stats.redelivered()).as("stats: redelivered of %s", name).isEqualTo(counters.redelivered);
        assertThat(stats.acked()).as("stats: acked of %s", name).isEqualTo(counters.acked);
        assertThat(stats.nacked()).as("stats: nacked of %s", name).isEqualTo(counters.nacked);
        assertThat(stats.released()).as("stats: released of %s", name).isEqualTo(counters.released);
        assertThat(stats.skipped()).as("stats: skipped of %s", name).isEqualTo(counters.skipped);
        assertThat(stats.dropped()).as("stats: dropped of %s", name).isEqualTo(counters.dropped);
        assertThat(stats.damaged()).as("stats: damaged of %s", name).isZero();
        assertThat(stats.expired())
                .as("stats: expired of %s", name)
                .isBetween(counters.expired, counters.expired + counters.mayHaveExpired);
        assertThat(stats.deadLettered())
                .as("stats: deadLettered of %s", name)
                .isBetween(counters.deadLettered, counters.deadLettered + counters.mayHaveExpired);
        compareBreaker(model.breaker(), stats.breaker(), nowMs);
    }

    /** An open breaker may say so until it is asked for a message. */
    private static void compareBreaker(ModelBreaker model, BreakerState real, long nowMs) {
        BreakerState state = model.state(nowMs);
        if (state != BreakerState.HALF_OPEN || !model.isUntouched() || real != BreakerState.OPEN) {
            assertThat(real).as("breaker").isEqualTo(state);
        }
    }
}
