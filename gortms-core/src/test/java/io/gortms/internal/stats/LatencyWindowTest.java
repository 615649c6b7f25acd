package io.gortms.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.LatencyStats;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatencyWindowTest {

    private static final long MINUTE_MICROS = 60_000_000;

    private final LatencyWindow window = new LatencyWindow(true, false);

    @Test
    void percentilesAreExactToOnePercent() {
        for (int micros = 1; micros <= 100_000; micros++) {
            window.record(0, micros);
        }
        LatencyStats stats = stats(100_000);
        assertThat(stats.count()).isEqualTo(100_000);
        assertClose(stats.p50(), 50_000);
        assertClose(stats.p90(), 90_000);
        assertClose(stats.p99(), 99_000);
        assertClose(stats.p999(), 99_900);
        assertClose(stats.max(), 100_000);
    }

    @Test
    void ofAMessageThatWaitedForYears() {
        long years = 50L * 365 * 24 * 60 * MINUTE_MICROS;
        window.record(0, years);
        assertClose(stats(years).max(), years);
    }

    @Test
    void aClockThatWentBackCountsAsNoTimeAtAll() {
        window.record(1_000, 500);
        assertThat(stats(500).max()).isZero();
        assertThat(stats(500).count()).isEqualTo(1);
    }

    @Test
    void measurementsAreForgottenAfterFiveToTenMinutes() {
        window.record(0, 1_000);
        assertThat(stats(5 * MINUTE_MICROS).count()).isEqualTo(1);
        window.record(6 * MINUTE_MICROS, 6 * MINUTE_MICROS + 1_000);
        assertThat(stats(7 * MINUTE_MICROS).count()).isEqualTo(2);
        assertThat(stats(10 * MINUTE_MICROS).count()).isEqualTo(1);
        assertThat(stats(15 * MINUTE_MICROS)).isEqualTo(LatencyStats.NONE);
        window.record(16 * MINUTE_MICROS, 16 * MINUTE_MICROS + 1_000);
        assertThat(stats(60 * MINUTE_MICROS)).as("nobody has looked for long").isEqualTo(LatencyStats.NONE);
    }

    @Test
    void ofManyAtOnceOneInTenMicrosecondsIsChosen() {
        int chosen = 0;
        for (int i = 0; i < 1_000; i++) {
            chosen += window.chooses(5_000 + i / 2) ? 1 : 0;
        }
        assertThat(chosen).isEqualTo(50);
    }

    @Test
    void aClockThatGoesBackDoesNotEndTheMeasuring() {
        assertThat(window.chooses(5_000_000)).isTrue();
        assertThat(window.chooses(1_000_000)).isTrue();
    }

    @Test
    void allAreChosenUnderAClockThatStandsStill() {
        LatencyWindow all = new LatencyWindow(true, true);
        assertThat(all.chooses(1)).isTrue();
        assertThat(all.chooses(1)).isTrue();
    }

    @Test
    void noneIsChosenIfItIsOff() {
        assertThat(new LatencyWindow(false, true).chooses(1)).isFalse();
    }

    @Test
    void severalArePutTogether() {
        LatencyWindow other = new LatencyWindow(true, true);
        window.record(0, 10);
        other.record(0, 1_000);
        Latencies both = new Latencies();
        both.add(window, 1_000);
        both.add(other, 1_000);
        assertThat(both.toStats().count()).isEqualTo(2);
        assertThat(both.toStats().p50()).isEqualTo(Duration.of(10, ChronoUnit.MICROS));
        assertClose(both.toStats().max(), 1_000);
    }

    private LatencyStats stats(long nowMicros) {
        Latencies latencies = new Latencies();
        latencies.add(window, nowMicros);
        return latencies.toStats();
    }

    private static void assertClose(Duration actual, long expectedMicros) {
        assertThat(actual.toNanos() / 1_000).isCloseTo(expectedMicros, Percentage.withPercentage(1));
    }
}
