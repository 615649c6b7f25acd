package io.gortms.websocket.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.MessageQueue;
import io.gortms.websocket.internal.net.Connections;
import io.gortms.websocket.internal.net.Rounds;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replay to a client that takes nothing yet: it fills the buffer, and then messages go on coming. */
class CatchUpTest {

    private static final int BUFFER = 4;

    private final Broker broker = Broker.builder().inMemory().build();
    private final MessageQueue queue = broker.declareDomain("shop").declareQueue("orders");
    private final QueueFeed feed = new QueueFeed("orders", new AtOnce(), () -> {});
    private Connections connections;
    private LiveMessages live;

    /** Rounds of writing that are over at once. */
    private static final class AtOnce implements Rounds {

        @Override
        public int messages() {
            return 1;
        }

        @Override
        public long bytes() {
            return 1;
        }

        @Override
        public void atNext(Runnable task) {
            task.run();
        }
    }

    @BeforeEach
    void open() throws Exception {
        connections = new Connections(BUFFER);
        live = new LiveMessages(connections.open());
        publish(BUFFER);
        show(BUFFER - 1); // the feed has come so far, and nobody watched
    }

    @AfterEach
    void close() {
        connections.close();
        broker.close();
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            queue.publish(i);
        }
    }

    private void replay() {
        replay(0, BUFFER);
    }

    private void replay(long from, long end) {
        new CatchUp(queue, feed, live, Runnable::run, from, end, true).run();
    }

    private void show(long position) {
        feed.onMessage(queue.read(position, 1).get(0));
    }

    private List<String> taken(int most) {
        return Connections.taken(live.connection(), most).stream()
                .map(text -> text.replaceAll("^.*\"position\":(\\d+).*$", "$1"))
                .map(text -> text.replaceAll("^.*\"replayed\",\"upTo\":(\\d+).*$", "replayed $1"))
                .map(text -> text.replaceAll("^.*(dropped \\d+)$", "$1"))
                .toList();
    }

    @Test
    void itsEndTakesNoMessagesPlace() {
        replay();
        assertThat(taken(100)).containsExactly("0", "1", "2", "3", "replayed 4");
    }

    /** What was replayed is the client's; of what is live it loses what there is no room for. */
    @Test
    void whatComesAfterItTakesNoMessagesPlace() {
        replay();
        publish(9);
        for (int i = 4; i < 9; i++) {
            show(i);
        }
        assertThat(taken(3)).containsExactly("0", "1", "2");
        show(9);
        show(10);
        assertThat(taken(100)).containsExactly("3", "replayed 4", "dropped 5", "9", "10");
    }

    /** What was there before the client came is its replay, and not what it may lose. */
    @Test
    void itGoesToTheEndAlsoIfTheFeedHasNotComeSoFar() {
        publish(2 * BUFFER);
        replay(BUFFER, 3 * BUFFER);
        assertThat(taken(3)).containsExactly("4", "5", "6");
        for (int i = 4; i < 12; i++) {
            show(i);
        }
        assertThat(taken(100)).containsExactly("7", "8", "9", "10", "11", "replayed 12");
    }
}
