package io.gortms.websocket.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.Domain;
import io.gortms.MessageQueue;
import io.gortms.websocket.internal.net.Connections;
import io.gortms.websocket.internal.net.Rounds;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which feed a client is given. */
class FeedsTest {

    private static final Feeds.Name ORDERS = new Feeds.Name("shop", "orders");

    /** A round that takes long, and the feed with it. */
    private static final class Busy implements Rounds {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);

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
            begun.countDown();
            try {
                var unused = ended.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void aQueueOfTheSameNameHasAnotherOne() throws Exception {
        Busy busy = new Busy();
        try (Broker broker = Broker.builder().inMemory().build();
                Connections connections = new Connections(16)) {
            Domain shop = broker.declareDomain("shop");
            MessageQueue deleted = shop.declareQueue("orders");
            Feeds feeds = new Feeds(broker);
            QueueFeed old = feeds.use(ORDERS, deleted, busy);
            assertThat(old.join(0, new LiveMessages(connections.open()), () -> {}))
                    .isTrue();
            deleted.publish(1);
            assertThat(busy.begun.await(10, TimeUnit.SECONDS)).isTrue();
            shop.deleteQueue("orders");
            MessageQueue queue = shop.declareQueue("orders");

            QueueFeed feed = feeds.use(ORDERS, queue, busy);
            assertThat(feed).isNotSameAs(old);
            busy.ended.countDown();
            feeds.release(ORDERS, old); // not that of the others
            assertThat(feeds.use(ORDERS, queue, busy)).isSameAs(feed);
        } finally {
            busy.ended.countDown();
        }
    }
}
