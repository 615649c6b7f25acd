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

    private boolean persistent = true;
    private Durability durability = Durability.PROCESS_CRASH;
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

    QueueSettings freeze() {
        int limit = deliveryLimit == null ? Math.max(20, retry.maxRetries() + 10) : deliveryLimit;
        return new QueueSettings(
                persistent, durability, workerCount, maxInFlight, ackTimeout, maxMessageBytes, retry, limit);
    }

    private void checkDurability() {
        if (!persistent && durability == Durability.POWER_LOSS) {
            throw new IllegalArgumentException("persistent(false) and durability(POWER_LOSS) cannot hold together:"
                    + " a queue in memory survives nothing; drop one of the two");
        }
    }
}
