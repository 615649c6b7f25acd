package io.gortms.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.BrokerEvent;
import io.gortms.BrokerListener;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventBusTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration SHORT = Duration.ofMillis(1);

    private final LinkedBlockingQueue<BrokerEvent> told = new LinkedBlockingQueue<>();
    private final List<EventBus> buses = new ArrayList<>();

    @AfterEach
    void closeAll() {
        buses.forEach(EventBus::close);
    }

    @Test
    void tellsEachListenerOfEachEventInOrderOnOneDaemonThread() {
        List<Thread> threads = new ArrayList<>();
        List<String> order = new ArrayList<>();
        EventBus bus = bus(
                event -> {
                    threads.add(Thread.currentThread());
                    order.add("first " + event.resource());
                },
                event -> order.add("second " + event.resource()));

        publish(bus, 3);
        bus.close();

        assertThat(order).containsExactly("first 0", "second 0", "first 1", "second 1", "first 2", "second 2");
        assertThat(threads).hasSize(3).containsOnly(threads.get(0));
        assertThat(threads.get(0).isDaemon()).isTrue();
        assertThat(threads.get(0)).isNotSameAs(Thread.currentThread());
        assertThat(bus.dropped()).isZero();
    }

    @Test
    void keepsTheOrderOfEachPublisher() throws Exception {
        EventBus bus = bus(told::add);
        List<Thread> publishers = IntStream.range(0, 4)
                .mapToObj(publisher -> new Thread(() -> {
                    for (int i = 0; i < 1000; i++) {
                        bus.publish(event(publisher + "-" + i));
                    }
                }))
                .toList();
        publishers.forEach(Thread::start);
        for (Thread publisher : publishers) {
            publisher.join();
        }
        bus.close();

        assertThat(told).hasSize(4000);
        for (int publisher = 0; publisher < 4; publisher++) {
            String prefix = publisher + "-";
            assertThat(told.stream().map(BrokerEvent::resource).filter(resource -> resource.startsWith(prefix)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 1000).mapToObj(i -> prefix + i).toList());
        }
    }

    @Test
    void letsAListenerPublish() {
        AtomicReference<EventBus> bus = new AtomicReference<>();
        bus.set(bus(event -> {
            told.add(event);
            int depth = Integer.parseInt(event.resource());
            if (depth < 5) {
                bus.get().publish(event(Integer.toString(depth + 1)));
            }
        }));

        bus.get().publish(event("0"));

        assertThat(await(6)).containsExactly("0", "1", "2", "3", "4", "5");
    }

    @Test
    void neverWaitsForAListenerAndDropsTheOldest() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        EventBus bus = bus(event -> {
            entered.countDown();
            awaitUninterrupted(release);
            told.add(event);
        });
        publish(bus, 1);
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();

        for (int i = 1; i <= EventBus.MOST_WAITING + 7; i++) {
            bus.publish(event(Integer.toString(i)));
        }
        assertThat(bus.dropped()).isEqualTo(7);
        release.countDown();

        List<String> resources = await(EventBus.MOST_WAITING + 1);
        assertThat(resources.subList(0, 3)).containsExactly("0", "8", "9");
        assertThat(resources).endsWith(Integer.toString(EventBus.MOST_WAITING + 7));
    }

    @Test
    void goesOnWhenAListenerThrows() {
        EventBus bus = bus(
                event -> {
                    throw new IllegalStateException("thrown by the test");
                },
                event -> {
                    throw new AssertionError("thrown by the test");
                },
                told::add);

        publish(bus, 3);

        assertThat(await(3)).containsExactly("0", "1", "2");
    }

    @Test
    void goesOnWhenAListenerInterruptsItsThread() {
        EventBus bus = bus(event -> Thread.currentThread().interrupt(), told::add);

        publish(bus, 1);
        assertThat(await(1)).containsExactly("0");
        publish(bus, 2);
        assertThat(await(2)).containsExactly("0", "1");
    }

    @Test
    void keepsTheNewestEventsWithoutListenersAndWithoutAThread() {
        EventBus bus = bus();

        publish(bus, EventBus.KEPT + 5);

        List<BrokerEvent> newest = bus.newest();
        assertThat(newest).hasSize(EventBus.KEPT);
        assertThat(newest.get(0).resource()).isEqualTo("5");
        assertThat(newest.get(EventBus.KEPT - 1).resource()).isEqualTo(Integer.toString(EventBus.KEPT + 4));
        assertThat(bus.thread()).isNull();
        assertThat(bus.dropped()).isZero();
    }

    @Test
    void endsItsThreadWhenIdleAndBeginsAnother() throws Exception {
        LinkedBlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        EventBus bus =
                closedAtTheEnd(new EventBus(List.of(event -> threads.add(Thread.currentThread())), CLOCK, SHORT, LONG));

        publish(bus, 1);
        Thread first = threads.poll(30, TimeUnit.SECONDS);
        first.join(30_000);
        assertThat(first.isAlive()).isFalse();
        publish(bus, 1);
        Thread second = threads.poll(30, TimeUnit.SECONDS);

        assertThat(second).isNotNull().isNotSameAs(first);
    }

    @Test
    void losesNothingWhileItsThreadComesAndGoes() {
        EventBus bus = closedAtTheEnd(new EventBus(List.of(told::add), CLOCK, Duration.ofNanos(1), LONG));

        for (int i = 0; i < 5000; i++) {
            bus.publish(event(Integer.toString(i)));
            assertThat(await(1)).containsExactly(Integer.toString(i));
        }
    }

    @Test
    void deliversWhatWaitsAsItCloses() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        EventBus bus = bus(event -> {
            awaitUninterrupted(release);
            told.add(event);
        });
        publish(bus, 500);
        Thread closing = new Thread(bus::close);
        closing.start();
        release.countDown();
        closing.join();

        assertThat(told).hasSize(500);
        assertThat(bus.thread()).isNull();
    }

    @Test
    void tellsNobodyAfterItWasClosed() {
        EventBus bus = bus(told::add);
        bus.close();
        bus.close();

        publish(bus, 2);

        assertThat(bus.thread()).isNull();
        assertThat(told).isEmpty();
        assertThat(bus.newest()).hasSize(2);
    }

    @Test
    void canBeClosedByAListenerAndDeliversTheRest() throws Exception {
        AtomicReference<EventBus> bus = new AtomicReference<>();
        CountDownLatch published = new CountDownLatch(1);
        LinkedBlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        bus.set(bus(event -> {
            awaitUninterrupted(published);
            if (event.resource().equals("0")) {
                bus.get().close();
                threads.add(Thread.currentThread());
            }
            told.add(event);
        }));

        publish(bus.get(), 3);
        published.countDown();

        assertThat(await(3)).containsExactly("0", "1", "2");
        Thread thread = threads.poll(30, TimeUnit.SECONDS);
        thread.join(30_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void doesNotWaitForeverForAListenerAsItCloses() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        LinkedBlockingQueue<String> interrupted = new LinkedBlockingQueue<>();
        EventBus bus = new EventBus(
                List.of(event -> {
                    entered.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.add(event.resource());
                    }
                }),
                CLOCK,
                LONG,
                SHORT);
        publish(bus, 4);
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();

        Thread thread = bus.thread();

        bus.close();

        assertThat(bus.dropped()).isEqualTo(3);
        thread.join(30_000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(interrupted).containsExactly("0");
    }

    @Test
    void deliversWhatWaitsAlsoWhenTheClosingThreadHasBeenInterrupted() {
        EventBus bus = bus(told::add);
        Thread.currentThread().interrupt();
        publish(bus, 500);
        bus.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(told).hasSize(500);
        assertThat(bus.dropped()).isZero();
    }

    private EventBus bus(BrokerListener... listeners) {
        return closedAtTheEnd(new EventBus(List.of(listeners), CLOCK, LONG, LONG));
    }

    private EventBus closedAtTheEnd(EventBus bus) {
        buses.add(bus);
        return bus;
    }

    private static void publish(EventBus bus, int count) {
        for (int i = 0; i < count; i++) {
            bus.publish(event(Integer.toString(i)));
        }
    }

    private static NewEvent event(String resource) {
        return (sequence, now) -> new BrokerEvent.QueueChanged(sequence, now, resource);
    }

    /** The next events that were told. */
    private List<String> await(int count) {
        List<String> resources = new ArrayList<>();
        try {
            while (resources.size() < count) {
                BrokerEvent event = told.poll(30, TimeUnit.SECONDS);
                assertThat(event).as("event %d of %d", resources.size(), count).isNotNull();
                resources.add(event.resource());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return resources;
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
