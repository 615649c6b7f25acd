package io.gortms.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that take too long. */
class TimedPoolTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final TimedPool pool = new TimedPool(1, Duration.ofSeconds(10), Thread::new, timer, Duration.ofMillis(50));

    @AfterEach
    void close() {
        pool.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void oneThatWaitsForEverIsInterruptedAndTheNextIsNot() throws Exception {
        CompletableFuture<Boolean> first = new CompletableFuture<>();
        CompletableFuture<Boolean> next = new CompletableFuture<>();
        pool.execute(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                first.complete(true);
                Thread.currentThread().interrupt();
            }
        });
        pool.execute(() -> next.complete(Thread.currentThread().isInterrupted()));
        assertThat(first.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(next.get(10, TimeUnit.SECONDS)).isFalse();
    }
}
