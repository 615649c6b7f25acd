package io.gortms.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as it was published. Times are in milliseconds since the epoch.
 *
 * @param ownId whether the publisher has given the id
 * @param ownTtlMs its own time to live, 0 for none
 * @param deliverAtMs when it is to be delivered at the earliest, 0 for at once
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
        long deliverAtMs) {

    static final long NEVER = Long.MAX_VALUE;

    /** Age counts from publishing, from {@code deliverAt} if it is delayed; the shorter of two times to live holds. */
    long expiresMs(ModelOptions options) {
        long queueTtlMs = options.ttlMs() == 0 ? NEVER : options.ttlMs();
        long ttlMs = ownTtlMs == 0 ? queueTtlMs : Math.min(ownTtlMs, queueTtlMs);
        return ttlMs == NEVER ? NEVER : Math.max(publishedMs, deliverAtMs) + ttlMs;
    }
}
