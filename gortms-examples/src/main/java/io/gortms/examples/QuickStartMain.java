package io.gortms.examples;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gortms.Broker;
import io.gortms.CircuitBreakerPolicy;
import io.gortms.ConsumerGroup;
import io.gortms.Domain;
import io.gortms.MessageQueue;
import io.gortms.PublishReceipt;
import io.gortms.RetryPolicy;
import io.gortms.Schema;
import io.gortms.Subscription;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A whole program: a domain with a schema, a durable queue with retries and a circuit breaker, a group, a handler, one message.
 *
 * <p>Takes a data directory as its only argument; default {@code gortms-data/quickstart} below the current directory. Run
 * again on the same directory, it finds its queue and publishes at the next position.
 */
public final class QuickStartMain {

    /**
     * What is published: any record or bean that Jackson can write and read.
     *
     * @param orderId the order
     * @param amount what it costs
     */
    public record Order(@JsonProperty("order_id") String orderId, double amount) {}

    private final PrintStream out;

    QuickStartMain(PrintStream out) {
        this.out = out;
    }

    /** Runs the program; exits with 1 if the message was not handled, with 2 if it was called wrongly. */
    public static void main(String[] args) {
        if (args.length > 1) {
            System.err.println("usage: QuickStartMain [DATA_DIRECTORY]");
            System.exit(2);
        }
        Path directory = Path.of(args.length == 1 ? args[0] : "gortms-data/quickstart");
        System.exit(new QuickStartMain(System.out).run(directory) ? 0 : 1);
    }

    /** Returns whether the order was handled. */
    boolean run(Path directory) {
        out.println("data directory: " + directory.toAbsolutePath());
        // tag::quickstart[]
        try (Broker broker = Broker.builder().dataDirectory(directory).build()) {
            Domain shop = broker.declareDomain(
                    "ecommerce",
                    domain -> domain.schema(
                            Schema.builder().string("order_id").number("amount").build()));

            MessageQueue orders = shop.declareQueue(
                    "orders",
                    queue -> queue.ttl(Duration.ofHours(24))
                            .workerCount(4)
                            .retry(RetryPolicy.exponential()
                                    .maxRetries(3)
                                    .initialDelay(Duration.ofSeconds(1))
                                    .factor(2.0)
                                    .maxDelay(Duration.ofSeconds(30)))
                            .circuitBreaker(CircuitBreakerPolicy.defaults()
                                    .errorThreshold(0.5)
                                    .minimumRequests(10)
                                    .successThreshold(5)
                                    .openTimeout(Duration.ofSeconds(30))));

            ConsumerGroup processors = orders.declareGroup("order-processors");

            // A return acks the message. After an exception it comes again, and ends in orders.dlq after three retries.
            Subscription subscription = processors.subscribe(Order.class, order -> ship(order));

            PublishReceipt receipt = orders.publish(new Order("ord_12345", 99.99));
            out.println("published " + receipt.messageId() + " at position " + receipt.position());

            boolean settled = processors.awaitSettled(Duration.ofSeconds(5));
            out.println(subscription.name() + " has acked " + processors.stats().acked() + " messages");
            return settled && processors.stats().acked() > 0;
        }
        // end::quickstart[]
    }

    private void ship(Order order) {
        out.println("shipping " + order.orderId() + " for " + order.amount());
    }
}
