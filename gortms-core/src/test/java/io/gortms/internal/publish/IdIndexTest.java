package io.gortms.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.internal.group.Seeds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The index of ids against a map that does the same simply. */
class IdIndexTest {

    private static final long WINDOW = 100;

    @Test
    void anIdIsFoundUntilItIsOver() {
        IdIndex ids = new IdIndex(10);
        ids.add(IdHash.of("a"), 7, 1000, 0);
        assertThat(ids.find(IdHash.of("a"), 1000)).isEqualTo(new FirstPublish(7, 1000));
        assertThat(ids.find(IdHash.of("a"), 1001)).isNull();
        assertThat(ids.find(IdHash.of("b"), 0)).isNull();
    }

    @Test
    void theOldestLeavesWhenThereAreTooMany() {
        IdIndex ids = new IdIndex(2);
        assertThat(ids.add(IdHash.of("a"), 0, 1, 0)).isFalse();
        assertThat(ids.add(IdHash.of("b"), 1, 2, 0)).isFalse();
        assertThat(ids.add(IdHash.of("c"), 2, 3, 0)).isTrue();
        assertThat(ids.find(IdHash.of("a"), 0)).isNull();
        assertThat(ids.find(IdHash.of("b"), 0)).isNotNull();
        assertThat(ids.add(IdHash.of("d"), 3, 4, 3)).as("b is over").isFalse();
        assertThat(ids.size()).isEqualTo(2);
    }

    @Test
    void hashesThatShareHalfTheirBitsAreOthers() {
        IdIndex ids = new IdIndex(10);
        ids.add(new IdHash(1, 5), 0, 1, 0);
        ids.add(new IdHash(2, 5), 1, 1, 0);
        assertThat(ids.find(new IdHash(1, 5), 0)).isEqualTo(new FirstPublish(0, 1));
        assertThat(ids.find(new IdHash(2, 5), 0)).isEqualTo(new FirstPublish(1, 1));
        assertThat(ids.find(new IdHash(3, 5), 0)).isNull();
        assertThat(ids.find(new IdHash(1, 5 + (1L << 40)), 0)).isNull();
    }

    @Test
    void doesWhatAMapDoes() {
        Random random = new Random(Seeds.seed("IdIndexTest"));
        for (int round = 0; round < 20; round++) {
            compare(random, 1 + random.nextInt(400), 1 + random.nextInt(600), 1 + random.nextInt(20));
        }
    }

    /** Few different low bits make long runs in the table, which is where taking one out is difficult. */
    private static void compare(Random random, int maxIds, int different, int lows) {
        IdIndex ids = new IdIndex(maxIds);
        Map<IdHash, FirstPublish> model = new LinkedHashMap<>();
        long now = 0;
        for (int step = 0; step < 3000; step++) {
            now += random.nextInt(50) == 0 ? random.nextInt(200) : random.nextInt(2);
            long since = now - WINDOW;
            IdHash id = new IdHash(random.nextInt(different), random.nextInt(lows));
            model.values().removeIf(first -> first.timestampMicros() < since);
            assertThat(ids.find(id, since)).isEqualTo(model.get(id));
            if (!model.containsKey(id)) {
                boolean early = model.size() == maxIds;
                if (early) {
                    model.remove(model.keySet().iterator().next());
                }
                assertThat(ids.add(id, step, now, since)).isEqualTo(early);
                model.put(id, new FirstPublish(step, now));
            }
        }
        assertThat(ids.size()).isLessThanOrEqualTo(maxIds).isGreaterThanOrEqualTo(model.size());
    }
}
