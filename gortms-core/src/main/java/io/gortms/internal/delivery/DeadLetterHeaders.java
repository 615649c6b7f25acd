package io.gortms.internal.delivery;

import io.gortms.internal.journal.RecordDraft;
import io.gortms.internal.time.BrokerClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a dead letter tells beside the message itself. */
public final class DeadLetterHeaders {

    static final String REASON = "gortms-dead-reason";
    static final String GROUP = "gortms-dead-group";
    static final String POSITION = "gortms-dead-position";
    static final String ATTEMPTS = "gortms-dead-attempts";
    static final String ERROR = "gortms-dead-error";
    static final String FIRST_FAILURE = "gortms-dead-first-failure";
    static final String LAST_FAILURE = "gortms-dead-last-failure";
    static final String TTL = "gortms-dead-ttl";

    /** Longer texts are cut, so that a letter always fits beside the largest message. */
    private static final int MAX_TEXT_LENGTH = 1000;

    private DeadLetterHeaders() {}

    static Map<String, String> of(
            String group,
            long position,
            int attempts,
            long ttlMicros,
            String reason,
            @Nullable Throwable error,
            long firstFailureMicros,
            long lastFailureMicros) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(REASON, cut(reason));
        headers.put(GROUP, group);
        headers.put(POSITION, Long.toString(position));
        headers.put(ATTEMPTS, Integer.toString(attempts));
        if (ttlMicros >= 0) {
            headers.put(TTL, BrokerClock.toDuration(ttlMicros).toString());
        }
        if (error != null) {
            headers.put(ERROR, cut(error.toString()));
        }
        if (lastFailureMicros > 0) {
            headers.put(FIRST_FAILURE, BrokerClock.toInstant(firstFailureMicros).toString());
            headers.put(LAST_FAILURE, BrokerClock.toInstant(lastFailureMicros).toString());
        }
        return headers;
    }

    /** The group that gave the letter up; null of a message that is no letter. */
    public static @Nullable String group(Map<String, String> headers) {
        return headers.get(GROUP);
    }

    /** The time to live that the message was published with, or {@link RecordDraft#NONE}. */
    public static long ttlMicros(Map<String, String> headers) {
        String ttl = headers.get(TTL);
        return ttl == null ? RecordDraft.NONE : BrokerClock.toMicros(Duration.parse(ttl));
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT_LENGTH ? text : text.substring(0, MAX_TEXT_LENGTH - 1) + "…";
    }
}
