package io.gortms.websocket.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.MessageQueue;
import io.gortms.websocket.internal.net.Connection;
import io.gortms.websocket.internal.net.Connections;
import io.gortms.websocket.internal.net.Rounds;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How clients come to a feed, with the feed moved by hand. */
class QueueFeedTest {

    private final Broker broker = Broker.builder().inMemory().build();
    private final MessageQueue queue = broker.declareDomain("shop").declareQueue("orders");
    private final Deque<Runnable> rounds = new ArrayDeque<>();
    private final QueueFeed feed = new QueueFeed("orders", new ByHand(), () -> {});
    private Connections connections;

    /** Rounds of writing that end when the test says so. */
    private final class ByHand implements Rounds {

        @Override
        public int messages() {
            return 3;
        }

        @Override
        public long bytes() {
            return 1 << 20;
        }

        @Override
        public void atNext(Runnable task) {
            rounds.add(task);
        }
    }

    private void endRounds() {
        while (!rounds.isEmpty()) {
            rounds.remove().run();
        }
    }

    @BeforeEach
    void open() throws Exception {
        connections = new Connections(16);
        for (int i = 0; i < 10; i++) {
            queue.publish(i);
        }
    }

    @AfterEach
    void close() {
        connections.close();
        broker.close();
    }

    private void give(long position) {
        feed.onMessage(queue.read(position, 1).get(0));
    }

    private LiveMessages expecting(long position) {
        LiveMessages live = new LiveMessages(connections.open());
        live.expect(position);
        return live;
    }

    private List<String> taken(LiveMessages live) {
        endRounds();
        return takenSoFar(live);
    }

    private static List<String> takenSoFar(LiveMessages live) {
        return Connections.taken(live.connection()).stream()
                .map(text -> text.contains("dropped") ? text.replaceAll(".*(dropped \\d+)", "$1") : position(text))
                .toList();
    }

    private static String position(String text) {
        return text.replaceAll(".*\"position\":(\\d+).*", "$1");
    }

    @Test
    void whoHasLessThanWasGivenHasToReadOn() {
        give(4);
        LiveMessages behind = expecting(4);
        assertThat(feed.join(4, behind, () -> {})).isFalse();
        assertThat(feed.next()).isEqualTo(5);
        behind.expect(5);
        assertThat(feed.join(5, behind, () -> {})).isTrue();
        give(5);
        assertThat(taken(behind)).containsExactly("5");
    }

    @Test
    void whoHasMoreGetsNothingTwice() {
        give(0);
        LiveMessages ahead = expecting(3);
        assertThat(feed.join(3, ahead, () -> {})).isTrue();
        for (int i = 1; i < 5; i++) {
            give(i);
        }
        assertThat(taken(ahead)).containsExactly("3", "4");
    }

    @Test
    void whatTheFeedMissesIsTold() {
        give(0);
        LiveMessages live = expecting(1);
        assertThat(feed.join(1, live, () -> {})).isTrue();
        give(1);
        give(5);
        give(6);
        assertThat(taken(live)).containsExactly("1", "dropped 3", "5", "6");
    }

    @Test
    void whoHasLeftDoesNotComeBack() {
        give(0);
        LiveMessages gone = expecting(1);
        feed.leave(gone);
        assertThat(feed.join(1, gone, () -> {
                    throw new AssertionError("joined");
                }))
                .isTrue();
        give(1);
        assertThat(taken(gone)).isEmpty();
    }

    @Test
    void whoComesAfterTheEndIsEnded() {
        give(0);
        LiveMessages before = expecting(1);
        assertThat(feed.join(1, before, () -> {})).isTrue();
        feed.end(connection -> connection.close(1000, "over"));
        assertThat(before.connection().isEnding()).isTrue();
        Connection after = connections.open();
        assertThat(feed.join(0, new LiveMessages(after), () -> {})).isTrue();
        assertThat(after.isEnding()).isTrue();
    }

    @Test
    void whatComesDuringARoundIsGivenInTheNext() throws Exception {
        give(0);
        LiveMessages live = expecting(1);
        assertThat(feed.join(1, live, () -> {})).isTrue();
        give(1);
        assertThat(takenSoFar(live)).containsExactly("1");
        give(2);
        give(3);
        give(4);
        assertThat(takenSoFar(live)).isEmpty();
        Thread fifth = new Thread(() -> give(5));
        fifth.start();
        while (fifth.getState() != Thread.State.TIMED_WAITING && fifth.isAlive()) {
            Thread.onSpinWait();
        }
        assertThat(fifth.isAlive()).as("whether the feed is slow").isTrue();
        rounds.remove().run();
        fifth.join();
        assertThat(takenSoFar(live)).containsExactly("2", "3", "4");
        assertThat(taken(live)).containsExactly("5");
    }

    @Test
    void whoWatchesAtTheEndGetsWhatThereIs() {
        give(0);
        LiveMessages live = expecting(1);
        assertThat(feed.join(1, live, () -> {})).isTrue();
        give(1);
        give(2);
        feed.end(connection -> connection.closeAfterMessages(1000, "over"));
        assertThat(takenSoFar(live)).containsExactly("1", "2");
    }
}
