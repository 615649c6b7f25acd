package io.gortms.proof.kill;

import io.gortms.Broker;
import io.gortms.BrokerBuilder;
import io.gortms.Durability;
import io.gortms.MessageQueue;
import io.gortms.QueueOptions;
import io.gortms.RetryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one run of the child is to do.
 *
 * @param run counts the runs on one directory, from 1: no two of them publish the same
 */
record Plan(Path data, Path log, int run, long seed, Load load, Durability durability) {

    static final String DOMAIN = "proof";
    static final String QUEUE = "orders";

    /** Its handlers settle by returning. */
    static final String AUTO = "auto";

    /** Its messages are polled, and settled one by one. */
    static final String MANUAL = "manual";

    static final int WORKERS = 2;
    static final int MOST_POLLED = 50;

    static final int MOST_RETRIES = 3;
    static final long MOST_WAITING = 3_000;

    static final long AN_HOUR_A_LOOK = -1;

    /** The clock goes on from run to run, as time does. */
    static final long REAL_TIME = -2;

    private static final Instant EPOCH = Instant.parse("2030-01-01T00:00:00Z");
    private static final Duration RUN = Duration.ofDays(100_000);

    static Plan of(String[] args) {
        return new Plan(
                Path.of(args[0]),
                Path.of(args[1]),
                Integer.parseInt(args[2]),
                Long.parseLong(args[3]),
                Load.valueOf(args[4]),
                Durability.valueOf(args[5]));
    }

    List<String> arguments() {
        return List.of(
                data.toString(),
                log.toString(),
                Integer.toString(run),
                Long.toString(seed),
                load.name(),
                durability.name());
    }

    /** The same with a clock that goes as fast as time does. */
    Plan withSteadyClock() {
        boolean isSteady = load == Load.FULL_DISK || load == Load.GUARANTEES;
        return new Plan(data, log, run, seed, isSteady ? load : Load.LARGE_MESSAGES, durability);
    }

    Broker open() {
        return builder().build();
    }

    BrokerBuilder builder() {
        return Broker.builder()
                .dataDirectory(data)
                .clock(clock())
                .minimumFreeDisk(load == Load.FULL_DISK ? 0 : BrokerBuilder.DEFAULT_MINIMUM_FREE_DISK);
    }

    /** Each run begins later than the one before it can have ended, so that what was due then is due. */
    private InstantSource clock() {
        if (load.clockFactor == REAL_TIME) {
            return () -> EPOCH.plusNanos(System.nanoTime());
        }
        Instant start = EPOCH.plus(RUN.multipliedBy(run));
        if (load.clockFactor == AN_HOUR_A_LOOK) {
            AtomicLong hours = new AtomicLong();
            return () -> start.plus(Duration.ofHours(hours.incrementAndGet()));
        }
        long startNanos = System.nanoTime();
        long factor = Math.max(1, load.clockFactor);
        return () -> start.plusNanos((System.nanoTime() - startNanos) * factor);
    }

    /** The queue, declared if it is not. */
    MessageQueue queue(Broker broker) {
        return broker.declareDomain(DOMAIN)
                .declareQueue(
                        QUEUE,
                        options -> guarantees(options.durability(durability)
                                .workerCount(WORKERS)
                                .maxInFlight(1_000_000)
                                .ackTimeout(Duration.ofMinutes(10))
                                .deliveryLimit(0)
                                .ttl(Duration.ZERO)));
    }

    private void guarantees(QueueOptions options) {
        if (load == Load.GUARANTEES) {
            options.ttl(Duration.of(Terms.QUEUE_TTL_MICROS, ChronoUnit.MICROS))
                    .retry(RetryPolicy.exponential()
                            .maxRetries(MOST_RETRIES)
                            .initialDelay(Duration.ofMillis(10))
                            .maxDelay(Duration.ofMillis(50))
                            .jitter(0.5)
                            .rejectOn(UnsupportedOperationException.class))
                    .maxSize(MOST_WAITING)
                    .deduplication(Duration.ofHours(1));
        }
    }

    /** A nanosecond of the machine's, in microseconds of the broker's clock in {@link #REAL_TIME}. */
    static long micros(long nanoTime) {
        return nanoTime / 1_000;
    }

    /** A time of the broker's clock. */
    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(EPOCH, instant);
    }

    /** A time of the broker's clock. */
    static Instant instant(long micros) {
        return EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** Now, by the broker's clock in {@link #REAL_TIME}: the same for all processes of a machine. */
    static long nowMicros() {
        return micros(System.nanoTime());
    }

    /** Which message of which publisher: what its payload carries. */
    static long key(int run, int publisher, long sequence) {
        return (long) run << 48 | (long) publisher << 40 | sequence;
    }

    static int run(long key) {
        return (int) (key >>> 48);
    }

    static int publisher(long key) {
        return (int) (key >>> 40) & 0xff;
    }

    static long sequence(long key) {
        return key & 0xff_ffff_ffffL;
    }
}
