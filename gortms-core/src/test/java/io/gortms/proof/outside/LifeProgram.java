package io.gortms.proof.outside;

import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.Domain;
import io.gortms.Durability;
import io.gortms.Message;
import io.gortms.MessageQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;

/** The whole life of a broker, twice: every kind of thing it does is done at least once. Prints nothing. */
final class LifeProgram {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private LifeProgram() {}

    /** An order. */
    record Order(int number, String what) {}

    public static void main(String[] args) {
        live(Path.of(args[0]));
        live(Path.of(args[0]));
    }

    private static void live(Path data) {
        try (Broker broker = Broker.builder().dataDirectory(data).build()) {
            Domain domain = broker.declareDomain("shop");
            MessageQueue orders = domain.declareQueue("orders", options -> options.durability(Durability.POWER_LOSS));
            ConsumerGroup handled = orders.declareGroup("handled");
            ConsumerGroup polled = orders.declareGroup("polled");
            ConsumerGroup streamed = orders.declareGroup("streamed");
            polled.resume();
            handled.subscribe(Order.class, order -> {
                if (order.number() % 10 == 0) {
                    throw new IllegalStateException("not this one");
                }
            });
            streamed.publisher().subscribe(new AckAll());
            for (int i = 0; i < 100; i++) {
                orders.publish(new Order(i, "a book"));
            }
            orders.publishAll(List.of(Message.json("{\"number\":1,\"what\":\"a pen\"}")));
            orders.publishAsync(new Order(7, "an ink")).join();
            for (Delivery delivery : polled.poll(1000, PATIENCE)) {
                delivery.ack();
            }
            require(handled.awaitSettled(PATIENCE), "handled");
            require(polled.awaitSettled(PATIENCE), "polled");
            require(streamed.awaitSettled(PATIENCE), "streamed");
            require(domain.queue("orders.dlq").read(0, 100).size() >= 10, "dead letters");
            polled.pause();
            domain.declareQueue("given-up").publish(new byte[10_000]);
            domain.deleteQueue("given-up");
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private static final class AckAll implements Flow.Subscriber<Delivery> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Delivery delivery) {
            delivery.ack();
        }

        @Override
        public void onError(Throwable e) {
            e.printStackTrace();
        }

        @Override
        public void onComplete() {}
    }
}
