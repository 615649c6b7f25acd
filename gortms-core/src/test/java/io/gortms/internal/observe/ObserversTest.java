package io.gortms.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.Message;
import io.gortms.Observation;
import io.gortms.Observer;
import io.gortms.StoredMessage;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.journal.JournalReader;
import io.gortms.internal.journal.MemoryJournal;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.message.PayloadCodec;
import io.gortms.internal.time.BrokerClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Observers over a journal in memory, one thread doing what several would, in an order that is chosen. */
class ObserversTest {

    private static final int BUFFERED = Observer.BUFFERED_MESSAGES;

    private final PayloadCodec codec = new PayloadCodec(new ObjectMapper(), new BrokerClock(InstantSource.system()));
    private final MemoryJournal journal = new MemoryJournal();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Queue<Runnable> timers = new ArrayDeque<>();

    /** Runs once, when the end of the journal is asked for next. */
    private Runnable meanwhile = () -> {};

    /** Positions that no reader finds. */
    private final Set<Long> damaged = new HashSet<>();

    /** So many messages are behind their barrier. */
    private long readable = Long.MAX_VALUE;

    private final Observers observers =
            new Observers("shop.orders", seen(), codec.mapper(), tasks::add, (timer, delay) -> timers.add(timer));

    private Journal seen() {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("readable")) {
                        Runnable now = meanwhile;
                        meanwhile = () -> {};
                        now.run();
                        return Math.min(readable, journal.readable());
                    }
                    Object answer = invoke(method, journal, arguments);
                    return answer instanceof JournalReader reader ? withoutDamaged(reader) : answer;
                });
    }

    private JournalReader withoutDamaged(JournalReader reader) {
        return (JournalReader) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {JournalReader.class}, (proxy, method, arguments) -> {
                    Object answer = invoke(method, reader, arguments);
                    while (answer instanceof StoredRecord record && damaged.contains(record.position())) {
                        answer = invoke(method, reader, arguments);
                    }
                    return answer;
                });
    }

    private static Object invoke(Method method, Object on, Object[] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private final List<AssertionError> failures = new ArrayList<>();

    @AfterEach
    void nothingFailedInAnObserver() {
        assertThat(failures).isEmpty();
    }

    private void publish(String text, int count) {
        for (int i = 0; i < count; i++) {
            publish(text);
        }
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
        publish("c", Observer.BUFFERED_MESSAGES / 4 - 1);
        assertThat(tasks).isEmpty();
        publish("c");
        assertThat(tasks).as("that is much").hasSize(1);
        runTasks();
        assertThat(seen).hasSize(2 + Observer.BUFFERED_MESSAGES / 4);
        runTimersAndTasks();
        publish("d");
        assertThat(tasks).as("the rest is over").hasSize(1);
    }

    /** Remembers what it sees and misses; stalls at its first message, and that is when something happens. */
    private final class Stalled implements Observer {

        private final List<Long> seen = new ArrayList<>();
        private final Runnable meanwhile;
        private long missed;

        Stalled(Runnable meanwhile) {
            this.meanwhile = meanwhile;
        }

        @Override
        public void onMessage(StoredMessage message) {
            seen.add(message.position());
            if (message.position() == 0) {
                try {
                    meanwhile.run();
                } catch (AssertionError e) { // what an observer throws is logged only
                    failures.add(e);
                }
            }
        }

        @Override
        public void onDropped(long count) {
            missed += count;
        }
    }

    @Test
    void whatCannotBeReadIsMissed() {
        damaged.addAll(List.of(1L, 2L, 5L));
        Stalled notes = new Stalled(() -> {});
        Observation observation = observers.add(notes);
        publish("a", 6);
        runTasks();
        assertThat(notes.seen).containsExactly(0L, 3L, 4L);
        assertThat(notes.missed).isEqualTo(3);
        assertThat(observation.dropped()).isEqualTo(3);
    }

    @Test
    void nothingIsSeenBeforeItIsReadable() {
        List<Long> seen = new ArrayList<>();
        Observation observation = observers.add(message -> seen.add(message.position()));
        readable = 1;
        publish("a", 3);
        runTimersAndTasks();
        assertThat(seen).containsExactly(0L);
        readable = 3;
        observers.onReadable();
        runTimersAndTasks();
        assertThat(seen).containsExactly(0L, 1L, 2L);
        assertThat(observation.dropped()).isZero();
    }

    @Test
    void nothingIsReadWhileAllHaveEnoughUntilOneNeedsIt() {
        Stalled stalled = new Stalled(() -> {
            publish("b", BUFFERED);
            runTimersAndTasks();
            publish("c", 5 * BUFFERED);
            assertThat(tasks).as("nobody is woken").isEmpty();
        });
        Observation observation = observers.add(stalled);
        publish("a");
        runTasks();
        long last = 6L * BUFFERED;
        assertThat(stalled.seen)
                .as("what was read before, and the newest")
                .endsWith(last)
                .hasSizeGreaterThan(BUFFERED);
        assertThat(stalled.seen.size() + stalled.missed).isEqualTo(last + 1);
        assertThat(observation.dropped()).isEqualTo(stalled.missed);
    }

    @Test
    void whatIsMissedWhileAllHaveEnoughIsCountedNowAndThen() {
        List<Long> counted = new ArrayList<>();
        List<Observation> added = new ArrayList<>();
        Stalled stalled = new Stalled(() -> {
            publish("b", BUFFERED);
            runTimersAndTasks();
            publish("c", BUFFERED);
            counted.add(added.get(0).dropped());
            runTimersAndTasks();
            counted.add(added.get(0).dropped());
        });
        added.add(observers.add(stalled));
        publish("a");
        runTasks();
        assertThat(counted).containsExactly(0L, (long) BUFFERED);
    }

    @Test
    void whoComesWhileAllHaveEnoughIsReadFor() {
        List<Long> seen = new ArrayList<>();
        observers.add(new Stalled(() -> {
            publish("b", BUFFERED);
            runTimersAndTasks();
            observers.add(message -> seen.add(message.position()));
            publish("c");
            runTasks();
            assertThat(seen).containsExactly(BUFFERED + 1L);
        }));
        publish("a");
        runTasks();
        assertThat(seen).hasSize(1);
    }

    @Test
    void whatWaitsForAClosedOneIsLetGo() {
        List<Watching> added = new ArrayList<>();
        Stalled stalled = new Stalled(() -> {
            publish("b", BUFFERED);
            runTimersAndTasks();
            assertThat(added.get(0).isHungry()).isFalse();
            added.get(0).close();
            assertThat(added.get(0).isHungry()).as("nothing waits").isTrue();
        });
        added.add((Watching) observers.add(stalled));
        publish("a");
        runTasks();
        assertThat(stalled.seen).containsExactly(0L);
        assertThat(stalled.missed).isZero();
    }
}
