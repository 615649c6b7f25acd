package io.gortms.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.StatisticsFrame.Trend;
import org.junit.jupiter.api.Test;

class LevelHistoryTest {

    private final LevelHistory history = new LevelHistory();

    @Test
    void knowsHowManyThereWereAtATime() {
        history.note(levels(1_000, 1));
        history.note(levels(1_300, 2));
        history.note(levels(2_000, 3));
        assertThat(history.at(999)).isNull();
        assertThat(history.at(1_000)).isEqualTo(levels(1_000, 1));
        assertThat(history.at(1_299)).isEqualTo(levels(1_000, 1));
        assertThat(history.at(1_300)).isEqualTo(levels(1_300, 2));
        assertThat(history.at(1_000_000)).isEqualTo(levels(2_000, 3));
    }

    @Test
    void notesChangesOnlyAndOneAMinute() {
        for (int second = 0; second < 600; second++) {
            history.note(levels(second, 7));
        }
        assertThat(history.size()).isEqualTo(1);
        for (int second = 600; second < 1_200; second++) {
            history.note(levels(second, second));
        }
        assertThat(history.size()).isEqualTo(11);
        assertThat(history.at(1_199)).isEqualTo(levels(1_199, 1_199));
    }

    @Test
    void isBoundedAndStillKnowsHowItWasADayAgo() {
        for (int second = 0; second < 3 * 86_400; second += 30) {
            history.note(levels(second, second));
        }
        assertThat(history.size()).isLessThanOrEqualTo(1_442);
        long dayAgo = 2 * 86_400;
        Levels then = history.at(dayAgo);
        assertThat(then).isNotNull();
        assertThat(then.second()).isBetween(dayAgo - 60, dayAgo);
    }

    @Test
    void trends() {
        Trends trends = new Trends(new Levels(0, 4, 10, 2, 0), new Levels(60, 5, 5, 2, 9));
        assertThat(trends.domains()).isEqualTo(new Trend("up", 25));
        assertThat(trends.queues()).isEqualTo(new Trend("down", 50));
        assertThat(trends.routes()).isEqualTo(new Trend("flat", 0));
        assertThat(trends.messages()).as("nothing to compare with").isNull();
        assertThat(new Trends(null, new Levels(60, 5, 5, 2, 9)).domains()).isNull();
    }

    private static Levels levels(long second, long messages) {
        return new Levels(second, 1, 1, 0, messages);
    }
}
