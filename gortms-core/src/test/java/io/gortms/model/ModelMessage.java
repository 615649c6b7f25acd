package io.gortms.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as it was published. Times are in milliseconds since the epoch.
 *
 * @param ownId whether the publisher has given the id
 * @param ownTtlMs its own time to live, 0 for none
 * @param deliverAtMs when it is to be delivered at the earliest, 0 for at once
 * @param onlyFor the one group it is for, null if it is for all
 */
record ModelMessage(
        long position,
        String id,
        boolean ownId,
        String text,
        @Nullable String key,
        Map<String, String> headers,
        long publishedMs,
        long ownTtlMs,
        long deliverAtMs,
        @Nullable ModelGroup onlyFor) {

    static final long NEVER = Long.MAX_VALUE;

    /** The copy that the dead letter of this message becomes: nobody has published its id, and it is delayed no more. */
    ModelMessage redriven(long at, ModelGroup group, long nowMs) {
        return new ModelMessage(at, id, false, text, key, headers, nowMs, ownTtlMs, 0, group);
    }

    /** Age counts from publishing, from redrive, from {@code deliverAt} if it is delayed; the shorter of two times to live holds. */
    long expiresMs(ModelOptions options) {
        long queueTtlMs = options.ttlMs() == 0 ? NEVER : options.ttlMs();
        long ttlMs = ownTtlMs == 0 ? queueTtlMs : Math.min(ownTtlMs, queueTtlMs);
        return ttlMs == NEVER ? NEVER : Math.max(publishedMs, deliverAtMs) + ttlMs;
    }
}
