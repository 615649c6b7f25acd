package io.gortms.webhooks.internal.delivery;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** The header {@code Retry-After}: seconds, or a date (RFC 9110, 10.2.3). At most a day is heeded. */
final class RetryAfter {

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final int MOST_DIGITS = 9;

    private RetryAfter() {}

    /** How long to wait; zero if the header says nothing that can be read. */
    static Duration parse(String value, Instant now) {
        String text = value.strip();
        Duration wait = isNumber(text) ? Duration.ofSeconds(Long.parseLong(text)) : untilDate(text, now);
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Duration untilDate(String text, Instant now) {
        try {
            return Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeException e) {
            return Duration.ZERO; // an answer is not worse than a failure for a header that nobody can read
        }
    }
}
