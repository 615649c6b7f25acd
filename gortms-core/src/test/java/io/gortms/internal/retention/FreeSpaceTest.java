package io.gortms.internal.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.ManualClock;
import io.gortms.QueueSettings;
import io.gortms.internal.delivery.BrokerThreads;
import io.gortms.internal.delivery.GroupDelivery;
import io.gortms.internal.delivery.GroupEnvironment;
import io.gortms.internal.delivery.QueueMemory;
import io.gortms.internal.group.GroupMemory;
import io.gortms.internal.group.GroupState;
import io.gortms.internal.group.MemoryInHand;
import io.gortms.internal.group.MemoryLedger;
import io.gortms.internal.journal.MemoryJournal;
import io.gortms.internal.stats.LatencyWindow;
import io.gortms.internal.time.BrokerClock;
import io.gortms.internal.time.DueTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a plain model: one bit for each position and reason. */
class FreeSpaceTest {

    private static final int POSITIONS = 60;
    private static final int ROUNDS = 3000;

    private final BrokerThreads threads = new BrokerThreads(null);

    @AfterEach
    void close() {
        threads.close();
    }

    @Test
    void agreesWithTheModel() {
        Long given = Long.getLong("gortms.seed");
        long seed = given != null ? given : new Random().nextLong();
        System.out.println("FreeSpaceTest runs with -Dgortms.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            new Round(random).check();
        }
    }

    private GroupMemory memory(int id) {
        return new GroupMemory(new MemoryLedger(), new GroupState(id), new ReentrantLock());
    }

    private GroupDelivery group(int id, QueueMemory gone) {
        BrokerClock clock = new BrokerClock(new ManualClock());
        return new GroupDelivery(new GroupEnvironment(
                "shop.orders/" + id,
                "group" + id,
                QueueSettings::defaults,
                new MemoryJournal(),
                memory(id),
                new MemoryInHand(),
                ObjectMapper::new,
                clock,
                new DueTimer(clock),
                threads,
                null,
                event -> {},
                Duration.ofSeconds(1),
                () -> {},
                gone,
                () -> {},
                new LatencyWindow(true, true)));
    }

    private final class Round {

        private final QueueMemory memory = new QueueMemory(memory(QueueMemory.ID));
        private final List<GroupDelivery> groups = new ArrayList<>();
        private final BitSet settled = new BitSet();
        private final BitSet disposable = new BitSet();
        private final FreeSpace space;

        private Round(Random random) {
            long historyEnd = random.nextInt(4) == 0 ? Long.MAX_VALUE : random.nextInt(POSITIONS / 2);
            long expiredEnd = random.nextInt(POSITIONS);
            int count = random.nextInt(4);
            for (int id = 1; id <= count; id++) {
                groups.add(group(id, memory));
            }
            disposable.set(0, (int) Math.min(POSITIONS, Math.max(historyEnd, expiredEnd)));
            settled.set(0, POSITIONS);
            int density = 1 + random.nextInt(20);
            for (int position = 0; position < POSITIONS; position++) {
                if (random.nextInt(4) == 0) {
                    memory.expiresAt(position, 1000);
                    disposable.set(position, position < historyEnd);
                }
                if (random.nextInt(4) == 0) {
                    memory.remove(position);
                    disposable.set(position);
                }
                for (GroupDelivery group : groups) {
                    if (random.nextInt(density) == 0) {
                        settled.clear(position);
                    } else {
                        group.skip(position);
                    }
                }
            }
            space = new FreeSpace(groups, memory, historyEnd, expiredEnd);
        }

        private boolean isFree(long position) {
            return settled.get((int) position) && disposable.get((int) position);
        }

        private void check() {
            List<Long> found = new ArrayList<>();
            space.forEachFree(3, POSITIONS, (from, to) -> {
                assertThat(from).isLessThan(to);
                LongStream.range(from, to).forEach(found::add);
            });
            assertThat(found)
                    .isEqualTo(LongStream.range(3, POSITIONS)
                            .filter(this::isFree)
                            .boxed()
                            .toList());
            for (int from = 0; from < POSITIONS; from += 7) {
                int to = Math.min(POSITIONS, from + 5);
                assertThat(space.isFree(from, to))
                        .isEqualTo(LongStream.range(from, to).allMatch(this::isFree));
            }
        }
    }
}
