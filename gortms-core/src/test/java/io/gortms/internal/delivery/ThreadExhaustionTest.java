package io.gortms.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.gortms.contract.harness.Await;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The machine has no threads for observers for a while: publishers are not to notice, and nothing is lost. */
@Timeout(60)
class ThreadExhaustionTest {

    private static final Duration SOON = Duration.ofMillis(1);

    private final AtomicInteger failing = new AtomicInteger();
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch second = new CountDownLatch(1);

    /**
     * Makes threads, but for some that the JVM has no room for. It would say so when they are started, which a pool of a newer Java
     * does without the method that could be overridden here; for the pool it is the same.
     */
    private ThreadFactory maker(String failingPrefix, String prefix) {
        return task -> {
            if (prefix.startsWith(failingPrefix) && failing.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            Thread thread = new Thread(task, prefix);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** An error that got out would end more than the test. */
    private static void execute(BrokerThreads threads, CountDownLatch latch) {
        assertThatCode(() -> threads.observers().execute(latch::countDown)).doesNotThrowAnyException();
    }

    @Test
    void aTaskOfObserversIsTriedAgainByItself() {
        failing.set(3);
        try (BrokerThreads threads = new BrokerThreads(null, prefix -> maker("gortms-observer-", prefix))) {
            execute(threads, first);
            Await.latch("it has run", first);
            assertThat(failing).hasValue(0);
        }
    }

    @Test
    void withoutAnyThreadItRunsWithTheNext() {
        failing.set(2);
        try (BrokerThreads threads = new BrokerThreads(null, prefix -> maker("", prefix))) {
            execute(threads, first);
            assertThat(failing)
                    .as("neither a thread to run it, nor one to try again")
                    .hasValue(0);
            execute(threads, second);
            Await.latch("the first has run", first);
            Await.latch("the second has run", second);
        }
    }

    @Test
    void aShortTaskRunsWithTheNext() {
        failing.set(1);
        try (BrokerThreads threads = new BrokerThreads(null, prefix -> maker("gortms-flusher-", prefix))) {
            assertThatCode(() -> threads.soon(first::countDown, SOON)).doesNotThrowAnyException();
            assertThat(failing).hasValue(0);
            threads.soon(second::countDown, SOON);
            Await.latch("the first has run", first);
            Await.latch("the second has run", second);
        }
    }
}
