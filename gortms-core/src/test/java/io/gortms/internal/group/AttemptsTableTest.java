package io.gortms.internal.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttemptsTableTest {

    private record Values(int deliveries, int failures, long due, long first, long last, int flags) {
        static Values of(Attempts a) {
            return new Values(
                    a.deliveries, a.failures, a.dueMicros, a.firstFailureMicros, a.lastFailureMicros, a.flags);
        }
    }

    private static Attempts random(Random random) {
        Attempts attempts = new Attempts();
        attempts.deliveries = random.nextInt(3);
        if (random.nextBoolean()) {
            attempts.failures = random.nextInt(3);
            attempts.dueMicros = random.nextLong();
            attempts.firstFailureMicros = random.nextLong();
            attempts.lastFailureMicros = random.nextLong();
            attempts.flags = random.nextInt(256);
        }
        return attempts;
    }

    @Test
    void theDefaultsAreNotKept() {
        AttemptsTable table = new AttemptsTable();
        Attempts attempts = new Attempts();
        attempts.deliveries = 1;
        table.put(7, attempts);
        assertThat(table.size()).isOne();

        attempts.deliveries = 0;
        table.put(7, attempts);

        assertThat(table.size()).isZero();
        attempts.failures = 9;
        assertThat(table.get(7, attempts)).isFalse();
        assertThat(attempts.isDefault()).isTrue();
    }

    @Test
    void behavesLikeAMap() {
        long seed = Seeds.seed("AttemptsTableTest");
        for (int round = 0; round < 30; round++) {
            compareWithModel(new Random(seed + round));
        }
    }

    private static void compareWithModel(Random random) {
        AttemptsTable table = new AttemptsTable();
        Map<Long, Values> model = new HashMap<>();
        int span = 16 << random.nextInt(10);
        long stride = 1L << random.nextInt(34);
        Attempts read = new Attempts();
        for (int step = 0; step < 5_000; step++) {
            long position = random.nextInt(span) * stride;
            int what = random.nextInt(1000);
            if (what < 600) {
                Attempts attempts = random(random);
                table.put(position, attempts);
                if (attempts.isDefault()) {
                    model.remove(position);
                } else {
                    model.put(position, Values.of(attempts));
                }
            } else if (what < 990) {
                assertThat(table.remove(position)).isEqualTo(model.remove(position) != null);
            } else if (what < 993) {
                table.removeFrom(position);
                model.keySet().removeIf(p -> p >= position);
            } else if (what < 996) {
                table.removeBelow(position);
                model.keySet().removeIf(p -> p < position);
            } else if (what < 999) {
                long to = position + random.nextInt(100);
                table.removeBetween(position, to);
                model.keySet().removeIf(p -> p >= position && p < to);
            } else {
                table.clear();
                model.clear();
            }
            assertThat(table.size()).isEqualTo(model.size());
            Values expected = model.get(position);
            assertThat(table.get(position, read)).isEqualTo(expected != null);
            assertThat(Values.of(read)).isEqualTo(expected != null ? expected : new Values(0, 0, 0, 0, 0, 0));
        }
        Map<Long, Values> visited = new HashMap<>();
        table.forEach((position, attempts) -> visited.put(position, Values.of(attempts)));
        assertThat(visited).isEqualTo(model);
        long[] positions = table.positions();
        Arrays.sort(positions);
        assertThat(positions)
                .containsExactly(model.keySet().stream()
                        .mapToLong(Long::longValue)
                        .sorted()
                        .toArray());
    }

    @Test
    void aMillionPositionsFitInSeventyMegabytes() {
        AttemptsTable table = new AttemptsTable();
        Attempts attempts = new Attempts();
        attempts.deliveries = 1;
        for (int i = 0; i < 1_000_000; i++) {
            table.put(i * 7L, attempts);
        }

        assertThat(table.size()).isEqualTo(1_000_000);
        assertThat(table.heapBytes()).isLessThan(70_000_000);
        for (int i = 0; i < 1_000_000; i++) {
            assertThat(table.remove(i * 7L)).isTrue();
        }
        assertThat(table.heapBytes()).isLessThan(1_000);
    }
}
