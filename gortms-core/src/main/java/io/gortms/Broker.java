package io.gortms;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * A message broker in the application's own JVM: the one object an application opens and closes.
 *
 * <p>All methods are safe for use by any thread, handlers included. Several brokers may live side by side in one JVM,
 * each on a data directory of its own.
 *
 * <pre>{@code
 * try (Broker broker = Broker.builder().dataDirectory(Path.of("data")).build()) {
 *     MessageQueue orders = broker.declareDomain("shop").declareQueue("orders");
 *     ConsumerGroup processors = orders.declareGroup("order-processors");
 *     processors.subscribe(Order.class, order -> ship(order));
 *     orders.publish(new Order("ord_12345", 99.99));
 * }
 * }</pre>
 *
 * <p>Names of domains, queues and groups match {@code [A-Za-z0-9_-]{1,50}}; a leading {@code _} and the dot are
 * reserved. Anything else is refused with an {@link IllegalArgumentException}.
 */
public interface Broker extends AutoCloseable {

    /** Starts the description of a broker; {@link BrokerBuilder#build()} opens it. */
    static BrokerBuilder builder() {
        return new BrokerBuilder();
    }

    /**
     * Creates the domain with default options, or returns the existing one untouched.
     *
     * @throws IllegalArgumentException if the name is not allowed, or differs from an existing one only by case
     * @throws BrokerClosedException if the broker is closed
     */
    Domain declareDomain(String name);

    /**
     * Creates the domain, or changes the existing one to exactly these options, at once: what the lambda does not name is at
     * its default.
     *
     * @throws IllegalArgumentException if the name is not allowed, or differs from an existing one only by case, or the
     *     schema is a document that is no valid JSON Schema
     * @throws MissingLibraryException if the schema is a document, and the library for it is not there
     * @throws BrokerClosedException if the broker is closed
     */
    Domain declareDomain(String name, Consumer<DomainOptions> options);

    /**
     * Finds an existing domain.
     *
     * @throws DomainNotFoundException if there is none of this name; its message lists the nearest existing names
     */
    Domain domain(String name);

    /** All domains, sorted by name; a snapshot. */
    List<Domain> domains();

    /**
     * Deletes the domain with all its queues, groups and messages. Once this returns, a domain declared again under the
     * name is empty; a crash in the middle is finished at the next start.
     *
     * @throws DomainNotFoundException if there is none of this name
     */
    void deleteDomain(String name);

    /** The clock it was opened with; {@link BrokerBuilder#clock(InstantSource)}. */
    InstantSource clock();

    /** What writes and reads JSON payloads; {@link BrokerBuilder#objectMapper(ObjectMapper)}. It must not be changed. */
    ObjectMapper objectMapper();

    /** State and counters of the whole broker: an immutable snapshot. It opens no queue. */
    BrokerStats stats();

    /**
     * What happened lately in the whole broker: an immutable snapshot, oldest first, without gaps. A second is in it as soon
     * as it is over; the last point may be of a part of its time. Kept for a day, by the second, since the broker was
     * opened; what was before counts as nothing. Empty of content with {@link BrokerBuilder#statistics(boolean)
     * statistics(false)}.
     *
     * @param period how far back, at most a day
     * @param granularity what one point stands for: whole seconds; points begin at multiples of it since the epoch
     * @throws IllegalArgumentException if there is nothing kept for this period or granularity
     */
    List<SeriesPoint> series(Duration period, Duration granularity);

    /** What a dashboard shows: an immutable snapshot. It opens no queue. */
    StatisticsFrame statistics(StatisticsPeriod period, Granularity granularity);

    /** Whether the broker works: an immutable snapshot. Of a closed broker it says so, and throws nothing. */
    Health health();

    /** What the JVM, the broker and its queues use now: an immutable snapshot. It opens no queue. */
    Resources resources();

    /**
     * What the JVM and the broker have used lately, newest first: looked at once a minute while something happens, and
     * kept for a day of such minutes. Without the figures of each domain.
     *
     * @param limit the most to return, at least 1
     */
    List<Resources> resourceHistory(int limit);

    /** The newest events, at most 1000, oldest first: an immutable snapshot. */
    List<BrokerEvent> events();

    /**
     * Adds a listener to those of {@link BrokerBuilder#listener(BrokerListener)}: it is told of everything from now on, and
     * perhaps of what happened just before. It may add and remove listeners itself.
     */
    void addListener(BrokerListener listener);

    /**
     * Takes a listener away, however it was added: no call is begun any more. One that is running is not waited for.
     *
     * @return whether it was there
     */
    boolean removeListener(BrokerListener listener);

    /**
     * What opening has found so far. Queues are opened when first used, so a later call may know more.
     */
    RecoveryReport recoveryReport();

    /**
     * Closes the broker: refuses new publishes, lets waiting polls return empty, completes publishers, gives running
     * handlers {@link BrokerBuilder#shutdownTimeout(Duration) shutdownTimeout}, then interrupts them, gives
     * back what is unsettled, flushes and closes all files. Idempotent. Called inside a handler it neither waits for nor
     * interrupts that handler.
     */
    @Override
    void close();
}
