package io.gortms.internal.delivery;

import io.gortms.internal.time.BrokerClock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a dead letter tells beside the message itself. */
final class DeadLetterHeaders {

    static final String REASON = "gortms-dead-reason";
    static final String GROUP = "gortms-dead-group";
    static final String POSITION = "gortms-dead-position";
    static final String ATTEMPTS = "gortms-dead-attempts";
    static final String ERROR = "gortms-dead-error";
    static final String FIRST_FAILURE = "gortms-dead-first-failure";
    static final String LAST_FAILURE = "gortms-dead-last-failure";

    /** Longer texts are cut, so that a letter always fits beside the largest message. */
    private static final int MAX_TEXT_LENGTH = 1000;

    private DeadLetterHeaders() {}

    static Map<String, String> of(
            String group,
            long position,
            int attempts,
            String reason,
            @Nullable Throwable error,
            long firstFailureMicros,
            long lastFailureMicros) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(REASON, cut(reason));
        headers.put(GROUP, group);
        headers.put(POSITION, Long.toString(position));
        headers.put(ATTEMPTS, Integer.toString(attempts));
        if (error != null) {
            headers.put(ERROR, cut(error.toString()));
        }
        if (lastFailureMicros > 0) {
            headers.put(FIRST_FAILURE, BrokerClock.toInstant(firstFailureMicros).toString());
            headers.put(LAST_FAILURE, BrokerClock.toInstant(lastFailureMicros).toString());
        }
        return headers;
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT_LENGTH ? text : text.substring(0, MAX_TEXT_LENGTH - 1) + "…";
    }
}
