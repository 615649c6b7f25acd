package io.gortms.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimeSeriesTest {

    @Test
    void sumsWhatWasCountedAndNothingElse() {
        TimeSeries series = new TimeSeries(600, 60);
        series.add(100, 1, 2, 3);
        series.add(100, 10, 20, 30);
        series.add(159, 5, 0, 0);
        assertThat(series.sum(100, 101)).isEqualTo(new Counts(11, 22, 33));
        assertThat(series.sum(0, 100)).isEqualTo(Counts.NONE);
        assertThat(series.sum(101, 159)).isEqualTo(Counts.NONE);
        assertThat(series.sum(-1_000, 1_000)).isEqualTo(new Counts(16, 22, 33));
    }

    @Test
    void atTheLeastKeepsWhatItPromises() {
        TimeSeries series = new TimeSeries(600, 60);
        for (long step = 0; step < 10_000; step++) {
            series.add(step, 1, 0, 0);
            long from = Math.max(0, step - 599);
            assertThat(series.sum(from, step + 1).published()).isEqualTo(step + 1 - from);
        }
    }

    @Test
    void takesRoomOnlyForTimesInWhichSomethingHappened() {
        TimeSeries series = new TimeSeries(86_400, 3_600);
        assertThat(series.chunkCount()).isZero();
        series.add(1_000_000_000, 1, 0, 0);
        assertThat(series.chunkCount()).isEqualTo(1);
        series.add(1_000_000_000 + 10 * 3_600, 1, 0, 0);
        assertThat(series.chunkCount()).isEqualTo(2);
        series.add(1_000_000_000 + 40 * 3_600, 1, 0, 0);
        assertThat(series.chunkCount()).as("what is older than a day is gone").isEqualTo(1);
        for (long step = 0; step < 100 * 3_600; step += 600) {
            series.add(2_000_000_000 + step, 1, 0, 0);
        }
        assertThat(series.chunkCount()).isEqualTo(25);
    }

    @Test
    void aClockThatGoesBackFarForgetsNothingNewer() {
        TimeSeries series = new TimeSeries(600, 60);
        series.add(10_000, 1, 1, 1);
        series.add(10_000 - 660, 7, 7, 7);
        assertThat(series.sum(0, 20_000)).isEqualTo(new Counts(1, 1, 1));
    }

    @Test
    void aStepThatIsFullStaysFull() {
        TimeSeries series = new TimeSeries(600, 60);
        series.add(5, Integer.MAX_VALUE, 0, 0);
        series.add(5, Integer.MAX_VALUE, 0, 0);
        assertThat(series.sum(5, 6).published()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void anyOrderOfTimesGivesTheSameAsAMap() {
        long seed = Long.getLong("gortms.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        TimeSeries series = new TimeSeries(300, 30);
        TreeMap<Long, Long> model = new TreeMap<>();
        long now = random.nextInt(1_000) - 500L;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(20) == 0 ? random.nextInt(400) : random.nextInt(2);
            series.add(now, 1, 0, 0);
            model.merge(now, 1L, Long::sum);
            long from = now - random.nextInt(300);
            long to = from + random.nextInt((int) (now - from) + 2);
            long expected = model.subMap(from, to).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertThat(series.sum(from, to).published())
                    .as("from %d to %d, seed %d", from, to, seed)
                    .isEqualTo(expected);
        }
    }
}
