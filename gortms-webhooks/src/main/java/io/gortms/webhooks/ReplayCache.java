package io.gortms.webhooks;

import io.gortms.webhooks.internal.sign.MemoryReplayCache;
import java.time.Instant;

/**
 * Remembers which attempts were verified, so that a copy of a request is refused while its timestamp would still let it in. Only
 * genuine requests are remembered, so that strangers cannot fill it.
 *
 * <p>An attempt is known by id and timestamp: the same message sent again because its receiver failed is not a copy. Whether a
 * message was <em>handled</em> before is for the receiver to remember, by {@link Verification#id()}.
 *
 * <p>Called by several threads at once. Several instances of a receiver need one that they share. An exception is thrown on by
 * {@link WebhookVerifier#verify}: better no answer than a copy let in.
 */
@FunctionalInterface
public interface ReplayCache {

    /**
     * Remembers an attempt, atomically: of two calls with the same key, one returns true.
     *
     * @param key of any characters that a header may have
     * @param now the verifier's time
     * @param until when it may be forgotten
     * @return whether it was not there
     */
    boolean add(String key, Instant now, Instant until);

    /**
     * One in memory. When it is full, it forgets the attempts that came first, of which copies are let in from then on.
     *
     * @param capacity the most attempts that are remembered, at least 1; as many as arrive in twice the tolerance suffice
     */
    static ReplayCache inMemory(int capacity) {
        return new MemoryReplayCache(capacity);
    }
}
