package io.gortms.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Broker;
import io.gortms.BrokerEvent.DomainCreated;
import io.gortms.BrokerEvent.DomainDeleted;
import io.gortms.BrokerEvent.Recovered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class EventRecorderTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    @RegisterExtension
    final BrokerExtension gortms = BrokerExtension.builder().build();

    @Test
    void awaitsWhatIsToComeAndWhatWas(Broker broker, EventRecorder events) {
        broker.declareDomain("a");
        DomainCreated created = events.await(DomainCreated.class);

        assertThat(created.resource()).isEqualTo("a");
        assertThat(events.await(DomainCreated.class)).isSameAs(created);
        assertThat(events.await(Recovered.class).resource()).isEmpty();
    }

    @Test
    void awaitsOneThatIsAsWanted(Broker broker, EventRecorder events) throws Exception {
        FutureTask<DomainCreated> awaiting = new FutureTask<>(() ->
                events.await(DomainCreated.class, created -> created.resource().equals("b")));
        new Thread(awaiting).start();
        broker.declareDomain("a");
        broker.declareDomain("b");

        assertThat(awaiting.get(20, TimeUnit.SECONDS).resource()).isEqualTo("b");
    }

    @Test
    void awaitsSoMany(Broker broker, EventRecorder events) {
        for (String name : List.of("a", "b", "c")) {
            broker.declareDomain(name);
        }

        assertThat(events.await(2, DomainCreated.class))
                .extracting(DomainCreated::resource)
                .containsExactly("a", "b");
        assertThat(events.await(
                        2, DomainCreated.class, created -> !created.resource().equals("b")))
                .extracting(DomainCreated::resource)
                .containsExactly("a", "c");
        assertThatThrownBy(() -> events.await(0, DomainCreated.class)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhatWasRecordedWhenItAwaitsInVain() {
        EventRecorder events = new EventRecorder(SHORT);
        events.onEvent(new DomainCreated(1, Instant.EPOCH, "a"));

        assertThatThrownBy(() -> events.await(2, DomainCreated.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("in vain for 2 DomainCreated")
                .hasMessageContaining("resource=a");
        assertThatThrownBy(() -> events.await(DomainDeleted.class)).isInstanceOf(AssertionError.class);
    }

    @Test
    void anInterruptEndsTheWait(EventRecorder events) {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> events.await(DomainDeleted.class)).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void forgetsWhenTold(Broker broker, EventRecorder events) {
        broker.declareDomain("a");
        events.await(DomainCreated.class);
        events.clear();
        assertThat(events.events()).isEmpty();
        broker.declareDomain("b");

        assertThat(events.await(DomainCreated.class).resource()).isEqualTo("b");
        assertThat(events.events(DomainCreated.class)).hasSize(1);
    }

    /** The listener before the recorder holds the events back; the recorder waits for them, and does not overlook them. */
    @Test
    void findsNoneOnlyWhenItWasToldOfAll() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        EventRecorder events = new EventRecorder();
        try (Broker broker = Broker.builder()
                .inMemory()
                .listener(event -> assertThat(awaitUninterrupted(held)).isTrue())
                .listener(events)
                .build()) {
            broker.declareDomain("a");
            FutureTask<Void> asserting = new FutureTask<>(() -> events.assertNone(broker, DomainCreated.class), null);
            Thread asserts = new Thread(asserting);
            asserts.start();
            assertThat(Waiting.until(Duration.ofSeconds(20), () -> asserts.getState() == Thread.State.TIMED_WAITING))
                    .isTrue();
            held.countDown();

            assertThatThrownBy(() -> asserting.get(20, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("no such DomainCreated")
                    .hasMessageContaining("resource=a");
            events.assertNone(broker, DomainDeleted.class);
            events.assertNone(
                    broker, DomainCreated.class, created -> created.resource().equals("b"));
        }
    }

    @Test
    void findsNothingOfABrokerItDoesNotListenTo(Broker broker) {
        assertThatThrownBy(() -> new EventRecorder(SHORT).assertNone(broker, DomainDeleted.class))
                .hasMessageContaining("has to be a listener");
    }

    private static boolean awaitUninterrupted(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
