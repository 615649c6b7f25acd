package io.gortms.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.Message;
import io.gortms.Observation;
import io.gortms.Observer;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.journal.MemoryJournal;
import io.gortms.internal.message.PayloadCodec;
import io.gortms.internal.time.BrokerClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Observers over a journal in memory, one thread doing what several would, in an order that is chosen. */
class ObserversTest {

    private final PayloadCodec codec = new PayloadCodec(new ObjectMapper(), new BrokerClock(InstantSource.system()));
    private final MemoryJournal journal = new MemoryJournal();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Queue<Runnable> timers = new ArrayDeque<>();

    /** Runs once, when the end of the journal is asked for next. */
    private Runnable meanwhile = () -> {};

    private final Observers observers =
            new Observers("shop.orders", seen(), codec.mapper(), tasks::add, (timer, delay) -> timers.add(timer));

    private Journal seen() {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("readable")) {
                        Runnable now = meanwhile;
                        meanwhile = () -> {};
                        now.run();
                    }
                    try {
                        return method.invoke(journal, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void publish(String text) {
        journal.append(List.of(codec.encode(Message.text(text), "shop.orders", 1000)), 0);
        observers.onReadable();
    }

    private void runTimersAndTasks() {
        for (Runnable timer = timers.poll(); timer != null; timer = timers.poll()) {
            timer.run();
        }
        runTasks();
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void whoComesWhileAReadingBeginsMissesNothing() {
        List<Long> first = new ArrayList<>();
        List<Long> second = new ArrayList<>();
        List<Observation> added = new ArrayList<>();
        observers.add(message -> first.add(message.position()));
        publish("a");
        meanwhile = () -> {
            added.add(observers.add(message -> second.add(message.position())));
            publish("b");
        };
        runTasks();
        publish("c");
        runTimersAndTasks();
        assertThat(first).containsExactly(0L, 1L, 2L);
        assertThat(added.get(0).startPosition()).isEqualTo(1);
        assertThat(added.get(0).dropped()).isZero();
        assertThat(second).containsExactly(1L, 2L);
    }

    @Test
    void aReadingThatHasCaughtUpRestsAndMissesNothing() {
        List<Long> seen = new ArrayList<>();
        observers.add(message -> seen.add(message.position()));
        publish("a");
        runTasks();
        publish("b");
        assertThat(tasks).as("nobody is woken").isEmpty();
        runTimersAndTasks();
        assertThat(seen).containsExactly(0L, 1L);
        for (int i = 0; i < Observer.BUFFERED_MESSAGES / 4; i++) {
            assertThat(tasks).isEmpty();
            publish("c");
        }
        assertThat(tasks).as("that is much").hasSize(1);
        runTasks();
        assertThat(seen).hasSize(2 + Observer.BUFFERED_MESSAGES / 4);
        runTimersAndTasks();
        publish("d");
        assertThat(tasks).as("the rest is over").hasSize(1);
    }
}
