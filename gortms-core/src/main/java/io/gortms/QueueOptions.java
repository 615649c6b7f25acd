package io.gortms;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The description of a queue, given to {@link Domain#declareQueue(String, java.util.function.Consumer)}. What is not set
 * is at its default. Used by one thread, inside that lambda only.
 */
public final class QueueOptions {

    /** The largest {@link #maxMessageBytes(int)}: 15 MiB. */
    public static final int MAX_MESSAGE_BYTES_LIMIT = 15 * 1024 * 1024;

    private static final long DEFAULT_RETAIN_BYTES_IN_MEMORY = 256L << 20;
    private static final long DEFAULT_MAX_SIZE_IN_MEMORY = 1000;

    private boolean persistent = true;
    private Durability durability = Durability.PROCESS_CRASH;
    private Duration ttl = Duration.ofHours(24);
    private ExpiryAction expiry = ExpiryAction.DROP;
    private @Nullable Retention retention;
    private long retainBytes = -1;
    private long maxSize = -1;
    private OverflowPolicy overflow = OverflowPolicy.BLOCK;
    private Duration publishTimeout = Duration.ofSeconds(30);
    private Deduplication deduplication = Deduplication.OFF;
    private @Nullable CircuitBreakerPolicy circuitBreaker;
    private int workerCount = 2;
    private int maxInFlight = 1000;
    private Duration ackTimeout = Duration.ofSeconds(30);
    private int maxMessageBytes = 1024 * 1024;
    private RetryPolicy retry = RetryPolicy.none();
    private @Nullable Integer deliveryLimit;

    QueueOptions() {}

    /**
     * Whether messages and the groups' state survive a restart; default true. If false they live in memory and begin at
     * position 0 after a restart; everything else is the same. Cannot be changed later.
     *
     * @throws IllegalArgumentException if false with {@link Durability#POWER_LOSS}
     */
    public QueueOptions persistent(boolean value) {
        persistent = value;
        checkDurability();
        return this;
    }

    /**
     * What a message has survived when {@code publish} returns; default {@link Durability#PROCESS_CRASH}.
     *
     * @throws IllegalArgumentException if {@link Durability#POWER_LOSS} with {@code persistent(false)}
     */
    public QueueOptions durability(Durability value) {
        durability = Objects.requireNonNull(value, "durability");
        checkDurability();
        return this;
    }

    /** Handler calls at the same time per subscription; default 2. More than one gives up order between messages. */
    public QueueOptions workerCount(int value) {
        workerCount = Checks.atLeast(1, value, "workerCount");
        return this;
    }

    /**
     * Most messages of a group that are under a lease at the same time; default 1000. Payloads in flight or read ahead
     * are bounded to 64 MiB per group besides.
     */
    public QueueOptions maxInFlight(int value) {
        maxInFlight = Checks.atLeast(1, value, "maxInFlight");
        return this;
    }

    /**
     * How long a delivery that a poll, a stream subscriber or a manually settling handler holds stays theirs; default 30
     * seconds. A handler that settles by returning keeps its delivery as long as it runs.
     */
    public QueueOptions ackTimeout(Duration value) {
        ackTimeout = Checks.positive(value, "ackTimeout");
        return this;
    }

    /** The largest payload, in bytes; default 1 MiB, at most {@link #MAX_MESSAGE_BYTES_LIMIT}. */
    public QueueOptions maxMessageBytes(int value) {
        Checks.atLeast(1, value, "maxMessageBytes");
        if (value > MAX_MESSAGE_BYTES_LIMIT) {
            throw new IllegalArgumentException(
                    "maxMessageBytes is at most " + MAX_MESSAGE_BYTES_LIMIT + " (15 MiB), not " + value);
        }
        maxMessageBytes = value;
        return this;
    }

    /**
     * How failed messages come again; default {@link RetryPolicy#none()}. Takes effect at the next failure, of waiting
     * messages too.
     *
     * @throws IllegalArgumentException if it allows as many retries as the {@link #deliveryLimit(int)} given here, or more
     */
    public QueueOptions retry(RetryPolicy value) {
        retry = Objects.requireNonNull(value, "retry");
        checkDeliveryLimit();
        return this;
    }

    /**
     * Most deliveries of one message to one group; then it is dead-lettered. Default 20, or with a retry policy its
     * maxRetries + 10 if that is more; 0 is no limit. Stops a message that kills the process.
     *
     * @throws IllegalArgumentException if the {@link #retry(RetryPolicy)} given here allows as many retries, or more
     */
    public QueueOptions deliveryLimit(int value) {
        deliveryLimit = Checks.atLeast(0, value, "deliveryLimit");
        checkDeliveryLimit();
        return this;
    }

    private void checkDeliveryLimit() {
        if (deliveryLimit != null && deliveryLimit > 0 && retry.maxRetries() >= deliveryLimit) {
            throw new IllegalArgumentException(
                    "deliveryLimit(" + deliveryLimit + ") and a retry policy with maxRetries("
                            + retry.maxRetries()
                            + ") cannot hold together: the limit would end the retries before they are used;"
                            + " raise the limit above " + retry.maxRetries() + ", or allow fewer retries");
        }
    }

    /**
     * How long a message is delivered, counted from publishing, from {@code deliverAt} if it is delayed, from redrive if it
     * is redriven; default 24 hours, {@link Duration#ZERO} is for ever. An older one is not delivered any more, and its
     * space is reclaimed. Neither a pause nor an open circuit breaker stops it. A delivery that is out may be settled.
     */
    public QueueOptions ttl(Duration value) {
        ttl = Checks.notNegative(value, "ttl");
        return this;
    }

    /** What becomes of a message that expires before a group has settled it; default {@link ExpiryAction#DROP}. */
    public QueueOptions expiry(ExpiryAction value) {
        expiry = Objects.requireNonNull(value, "expiry");
        return this;
    }

    /**
     * How long settled messages stay; default {@link Retention#UNTIL_EXPIRED}, in memory {@link
     * Retention#UNTIL_ACKNOWLEDGED}.
     */
    public QueueOptions retention(Retention value) {
        retention = Objects.requireNonNull(value, "retention");
        return this;
    }

    /** Most bytes of settled history: beyond it the oldest goes first; default 0, no bound, in memory 256 MiB. */
    public QueueOptions retainBytes(long value) {
        retainBytes = Checks.atLeast(0L, value, "retainBytes");
        return this;
    }

    /**
     * Most messages waiting: the largest lag of any group, delayed and retrying messages included; with no group, the
     * messages that have not expired. Default 0, no bound; 1000 with {@code persistent(false)}.
     */
    public QueueOptions maxSize(long value) {
        maxSize = Checks.atLeast(0L, value, "maxSize");
        return this;
    }

    /** What becomes of a publish into a full queue; default {@link OverflowPolicy#BLOCK}. */
    public QueueOptions overflow(OverflowPolicy value) {
        overflow = Objects.requireNonNull(value, "overflow");
        return this;
    }

    /** How long a publisher waits for room, in real time; default 30 seconds. */
    public QueueOptions publishTimeout(Duration value) {
        publishTimeout = Checks.notNegative(value, "publishTimeout");
        return this;
    }

    /**
     * For how long a second publish of the same {@link Message#id(String)} stores nothing and gets the first receipt again,
     * with {@code duplicate()}; counted from the first publish. Default zero, not at all; remembers a million ids at most.
     */
    public QueueOptions deduplication(Duration window) {
        return deduplication(window, Deduplication.DEFAULT_MAX_IDS);
    }

    /** Like {@link #deduplication(Duration)}, remembering this many ids at most. */
    public QueueOptions deduplication(Duration window, int maxIds) {
        deduplication = new Deduplication(window, maxIds);
        return this;
    }

    /** When the groups stop handing out messages because too many fail; default never. */
    public QueueOptions circuitBreaker(CircuitBreakerPolicy value) {
        circuitBreaker = Objects.requireNonNull(value, "circuitBreaker");
        return this;
    }

    QueueSettings freeze(boolean brokerInMemory) {
        boolean inMemory = brokerInMemory || !persistent;
        return new QueueSettings(
                persistent,
                durability,
                ttl,
                expiry,
                retention != null ? retention : inMemory ? Retention.UNTIL_ACKNOWLEDGED : Retention.UNTIL_EXPIRED,
                retainBytes >= 0 ? retainBytes : inMemory ? DEFAULT_RETAIN_BYTES_IN_MEMORY : 0,
                maxSize >= 0 ? maxSize : persistent ? 0 : DEFAULT_MAX_SIZE_IN_MEMORY,
                overflow,
                publishTimeout,
                deduplication,
                workerCount,
                maxInFlight,
                ackTimeout,
                maxMessageBytes,
                retry,
                circuitBreaker,
                deliveryLimit != null ? deliveryLimit : Math.max(20, retry.maxRetries() + 10));
    }

    private void checkDurability() {
        if (!persistent && durability == Durability.POWER_LOSS) {
            throw new IllegalArgumentException("persistent(false) and durability(POWER_LOSS) cannot hold together:"
                    + " a queue in memory survives nothing; drop one of the two");
        }
    }
}
