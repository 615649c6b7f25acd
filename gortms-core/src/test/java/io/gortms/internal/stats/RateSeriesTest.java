package io.gortms.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.SeriesPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateSeriesTest {

    private static final long START = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();

    private final RateSeries series = RateSeries.ofPart();

    @Test
    void pointsBeginAtMultiplesOfTheGranularityAndHaveNoGaps() {
        series.add(START + 59, new Counts(1, 0, 0));
        series.add(START + 60, new Counts(2, 3, 4));
        series.add(START + 200, new Counts(5, 0, 0));
        List<SeriesPoint> points = points(START + 201, Duration.ofMinutes(4), Duration.ofMinutes(1));
        assertThat(points)
                .containsExactly(
                        new SeriesPoint(Instant.ofEpochSecond(START), 1, 0, 0),
                        new SeriesPoint(Instant.ofEpochSecond(START + 60), 2, 3, 4),
                        new SeriesPoint(Instant.ofEpochSecond(START + 120), 0, 0, 0),
                        new SeriesPoint(Instant.ofEpochSecond(START + 180), 5, 0, 0));
    }

    @Test
    void theLastPointHoldsTheLastSecondThatIsOver() {
        series.add(START + 59, new Counts(1, 0, 0));
        List<SeriesPoint> points = points(START + 60, Duration.ofMinutes(1), Duration.ofMinutes(1));
        assertThat(points).containsExactly(new SeriesPoint(Instant.ofEpochSecond(START), 1, 0, 0));
    }

    @Test
    void longPeriodsAreByTheMinute() {
        for (int minute = 0; minute < 60; minute++) {
            series.add(START + minute * 60L + 7, new Counts(minute, 0, 0));
        }
        List<SeriesPoint> points = points(START + 3_600, Duration.ofHours(1), Duration.ofMinutes(30));
        assertThat(points).extracting(SeriesPoint::published).containsExactly(435L, 1335L);
    }

    @Test
    void ratesAreAveragesOfTenSeconds() {
        series.add(START, new Counts(100, 50, 20));
        assertThat(series.rates((START + 1) * 1_000_000)).isEqualTo(new Rates(10, 5, 2));
        assertThat(series.rates((START + 10) * 1_000_000)).isEqualTo(new Rates(10, 5, 2));
        assertThat(series.rates((START + 11) * 1_000_000)).isEqualTo(new Rates(0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"PT25H, PT1H", "PT1H, PT2H", "PT11M, PT10S", "PT11M, PT90S", "PT1M, PT0.5S", "PT1M, PT0S", "PT1M, PT-1S"
    })
    void whatIsNotKeptIsRefused(Duration period, Duration granularity) {
        assertThatThrownBy(() -> points(START, period, granularity))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("granularity");
    }

    @Test
    void aBrokersIsByTheSecondForADay() {
        RateSeries broker = RateSeries.ofBroker();
        broker.add(START, new Counts(1, 0, 0));
        broker.add(START + 86_399, new Counts(1, 0, 0));
        List<SeriesPoint> points =
                broker.points((START + 86_400) * 1_000_000, Duration.ofDays(1), Duration.ofSeconds(1));
        assertThat(points).hasSize(86_400);
        assertThat(points.get(0).published()).isEqualTo(1);
        assertThat(points.get(86_399).published()).isEqualTo(1);
        assertThat(points.stream().mapToLong(SeriesPoint::published).sum()).isEqualTo(2);
    }

    private List<SeriesPoint> points(long nowSecond, Duration period, Duration granularity) {
        return series.points(nowSecond * 1_000_000, period, granularity);
    }
}
