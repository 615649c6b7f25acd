package io.gortms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words in which dashboards ask for statistics. */
class GranularityTest {

    @ParameterizedTest
    @CsvSource({"1h, PT1H, PT1M", "6h, PT6H, PT5M", "12h, PT12H, PT15M", "24h, PT24H, PT30M"})
    void periodsAndWhatFitsThem(String text, Duration length, Duration auto) {
        StatisticsPeriod period = StatisticsPeriod.parse(text);
        assertThat(period).hasToString(text);
        assertThat(period.duration()).isEqualTo(length);
        assertThat(Granularity.parse("auto").duration(period)).isEqualTo(auto);
    }

    @ParameterizedTest
    @CsvSource({"10s, PT10S", "1m, PT1M", "5m, PT5M", "15m, PT15M", "30m, PT30M", "1h, PT1H"})
    void granularities(String text, Duration length) {
        assertThat(Granularity.parse(text)).hasToString(text);
        assertThat(Granularity.parse(text).duration(StatisticsPeriod.ONE_DAY)).isEqualTo(length);
    }

    @Test
    void othersAreRefusedByName() {
        assertThatThrownBy(() -> StatisticsPeriod.parse("2h"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("period is one of [1h, 6h, 12h, 24h], not '2h'");
        assertThatThrownBy(() -> Granularity.parse("1M")).hasMessageContaining("granularity is one of [auto, 10s");
    }
}
