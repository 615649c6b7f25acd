package io.gortms.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.BrokerEvent;
import io.gortms.internal.stats.EventBus;
import io.gortms.internal.time.BrokerClock;
import io.gortms.internal.time.Due;
import io.gortms.internal.time.DueTimer;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A thread that ends when it is idle is begun anew by anybody, and belongs to the group of the opener all the same. */
class ThreadGroupsTest {

    private final ThreadGroup group = new ThreadGroup("the-opener");
    private final CompletableFuture<ThreadGroup> seen = new CompletableFuture<>();

    @Test
    void ofEvents() throws Exception {
        FutureTask<EventBus> opening = new FutureTask<>(
                () -> new EventBus(List.of(event -> seen.complete(currentGroup())), InstantSource.system()));
        new Thread(group, opening).start();
        try (EventBus bus = opening.get(20, TimeUnit.SECONDS)) {
            bus.publish((sequence, now) -> new BrokerEvent.DomainCreated(sequence, now, "shop"));
            assertThat(seen.get(20, TimeUnit.SECONDS)).isSameAs(group);
        }
    }

    @Test
    void ofTheTimer() throws Exception {
        BrokerClock clock = new BrokerClock(InstantSource.system());
        FutureTask<DueTimer> opening = new FutureTask<>(() -> new DueTimer(clock));
        new Thread(group, opening).start();
        try (DueTimer timer = opening.get(20, TimeUnit.SECONDS)) {
            timer.plan(new Looking(), clock.nowMicros());
            assertThat(seen.get(20, TimeUnit.SECONDS)).isSameAs(group);
        }
    }

    private static ThreadGroup currentGroup() {
        return Thread.currentThread().getThreadGroup();
    }

    /** Sees on which thread it is called. */
    private final class Looking extends Due {

        @Override
        protected long runDue(long nowMicros) {
            seen.complete(currentGroup());
            return BrokerClock.NEVER;
        }
    }
}
