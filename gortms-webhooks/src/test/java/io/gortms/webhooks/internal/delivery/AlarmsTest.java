package io.gortms.webhooks.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.webhooks.internal.store.Micros;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AlarmsTest {

    private static final InstantSource SYSTEM = InstantSource.system();
    private static final Duration FAR = Duration.ofHours(1);
    private static final int TRIES = 20;

    /**
     * The thread looks once a second while something far off is planned; what is due before that does not wait for it. A machine
     * that is busy may be late, but not each time.
     */
    @Test
    void noneWaitsForOneThatIsFurtherOff() throws InterruptedException {
        long bestMicros = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && bestMicros > Micros.of(Duration.ofMillis(400)); i++) {
            bestMicros = Math.min(bestMicros, latenessOfTheSecondMicros());
        }
        assertThat(Micros.duration(bestMicros)).isLessThan(Duration.ofMillis(400));
    }

    private static long latenessOfTheSecondMicros() throws InterruptedException {
        try (Alarms alarms = new Alarms(SYSTEM)) {
            long nowMicros = Micros.now(SYSTEM);
            long secondMicros = nowMicros + Micros.of(Duration.ofMillis(60));
            AtomicLong ranMicros = new AtomicLong();
            CountDownLatch ran = new CountDownLatch(1);
            alarms.plan(nowMicros + Micros.of(FAR), () -> {});
            alarms.plan(nowMicros + Micros.of(Duration.ofMillis(30)), () -> {});
            alarms.plan(secondMicros, () -> {
                ranMicros.set(Micros.now(SYSTEM));
                ran.countDown();
            });
            assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
            return ranMicros.get() - secondMicros;
        }
    }

    @Test
    void theyComeInOrderAndNoneTwice() throws InterruptedException {
        try (Alarms alarms = new Alarms(SYSTEM)) {
            long nowMicros = Micros.now(SYSTEM);
            List<Integer> ran = new ArrayList<>(); // by the one thread; read when the last has run
            CountDownLatch all = new CountDownLatch(50);
            for (int i : new int[] {4, 1, 3, 0, 2}) {
                for (int j = 0; j < 10; j++) {
                    int number = 10 * i + j;
                    alarms.plan(nowMicros + 20_000 + 1000L * number, () -> {
                        ran.add(number);
                        all.countDown();
                    });
                }
            }
            assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(ran).isSorted().hasSize(50);
        }
    }

    @Test
    void nothingComesAfterTheClose() {
        Alarms alarms = new Alarms(SYSTEM);
        alarms.close();
        alarms.plan(0, () -> {
            throw new AssertionError("it is closed");
        });
        assertThat(alarms.nextDue()).isNull();
    }
}
