package io.gortms.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Delivery;
import io.gortms.StorageException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Polls that something happens to at the worst moment. */
@Timeout(20)
class PollRaceTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Set<Thread.State> DONE_OR_WAITING =
            EnumSet.of(Thread.State.BLOCKED, Thread.State.WAITING, Thread.State.TERMINATED);

    private final GroupFixture fixture = new GroupFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** The publish comes after the poll's last look, and before it sleeps. */
    @Test
    void aWakeUpBetweenTheLastLookAndTheSleepIsNotLost() {
        AtomicBoolean published = new AtomicBoolean();
        fixture.afterCall = (method, answer) -> {
            if (method.equals("readable") && isLastLook() && published.compareAndSet(false, true)) {
                publishBeside();
            }
            return answer;
        };

        assertThat(fixture.group.poll(1, LONG)).hasSize(1);
    }

    private static boolean isLastLook() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("awaitAvailable")));
    }

    private void publishBeside() {
        Thread publisher = new Thread(() -> {
            fixture.append(1);
            fixture.group.onReadable();
        });
        publisher.start();
        while (!DONE_OR_WAITING.contains(publisher.getState())) {
            LockSupport.parkNanos(100_000);
        }
    }

    /** What it has taken is given to the caller, not left under a lease that nobody knows of. */
    @Test
    void aPollThatCannotReadOnReturnsWhatItHas() {
        int readAhead = 512;
        fixture.append(2 * readAhead);
        AtomicInteger read = new AtomicInteger();
        fixture.afterCall = (method, answer) -> {
            if (method.equals("next") && read.incrementAndGet() > readAhead) {
                throw new StorageException("thrown by a test", null);
            }
            return answer;
        };

        List<Delivery> polled = fixture.group.poll(2 * readAhead, Duration.ZERO);

        assertThat(polled).hasSize(readAhead);
        assertThatThrownBy(() -> fixture.group.poll(1, Duration.ZERO)).isInstanceOf(StorageException.class);
        fixture.afterCall = (method, answer) -> answer;
        assertThat(fixture.group.poll(1, Duration.ZERO)).hasSize(1);
    }
}
