package io.gortms.proof.kill;

import io.gortms.Message;
import io.gortms.StoredMessage;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * On what terms a message is published, drawn from its number: so whoever sees the number knows them.
 *
 * @param key its key, or null
 * @param ttlMicros how long it lives, by its own ttl or the queue's
 * @param delayMicros how long after publishing it may be delivered first
 */
record Terms(@Nullable String key, long ttlMicros, long delayMicros) {

    static final long QUEUE_TTL_MICROS = 10_000_000;
    static final long LONGEST_DELAY_MICROS = 1_000_000;

    /** Few enough that messages wait for each other, more than are kept by consumers. */
    private static final int KEYS = 300;

    private static final String DELIVER_AT = "deliver-at";

    static Terms of(long number) {
        SplittableRandom random = new SplittableRandom(~number);
        String key = random.nextInt(10) < 6 ? "key-" + random.nextInt(KEYS) : null;
        long ttlMicros = random.nextInt(4) == 0 ? random.nextLong(100_000, 3_000_000) : QUEUE_TTL_MICROS;
        long delayMicros = random.nextInt(8) == 0 ? random.nextLong(20_000, LONGEST_DELAY_MICROS) : 0;
        return new Terms(key, ttlMicros, delayMicros);
    }

    /** The message on these terms. */
    Message put(Message message, long nowMicros) {
        Message result = key == null ? message : message.key(key);
        if (ttlMicros < QUEUE_TTL_MICROS) {
            result = result.ttl(Duration.ofNanos(ttlMicros * 1_000));
        }
        if (delayMicros > 0) {
            long atMicros = nowMicros + delayMicros;
            result = result.deliverAt(Plan.instant(atMicros)).header(DELIVER_AT, Long.toString(atMicros));
        }
        return result;
    }

    /** From when on the message may be delivered, and its time runs. */
    static long startMicros(StoredMessage message) {
        return startMicros(message.headers().get(DELIVER_AT), Plan.micros(message.timestamp()));
    }

    /** Like {@link #startMicros(StoredMessage)}, of a message that was published then. */
    static long startMicros(Message message, long timestampMicros) {
        return startMicros(message.headers().get(DELIVER_AT), timestampMicros);
    }

    private static long startMicros(@Nullable String deliverAt, long timestampMicros) {
        return deliverAt == null ? timestampMicros : Math.max(timestampMicros, Long.parseLong(deliverAt));
    }
}
