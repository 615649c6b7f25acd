package io.gortms.webhooks.internal.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The header {@code Retry-After}: seconds, or a date in one of the three forms of HTTP (RFC 9110, 10.2.3 and 5.6.7). At most a day is
 * heeded.
 */
final class RetryAfter {

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final int MOST_DIGITS = 9;
    private static final Pattern SECONDS = Pattern.compile("[0-9]+");
    private static final Pattern LEADING_ZEROS = Pattern.compile("^0+(?=[0-9])");
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US).withZone(ZoneOffset.UTC);

    private RetryAfter() {}

    /** How long to wait; zero if the header says nothing that can be read. */
    static Duration parse(String value, Instant now) {
        String text = value.strip();
        Duration wait = SECONDS.matcher(text).matches() ? seconds(text) : untilDate(text, now);
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static Duration seconds(String text) {
        String digits = LEADING_ZEROS.matcher(text).replaceFirst("");
        return digits.length() > MOST_DIGITS ? LONGEST : Duration.ofSeconds(Long.parseLong(digits));
    }

    private static Duration untilDate(String text, Instant now) {
        for (DateTimeFormatter form :
                new DateTimeFormatter[] {DateTimeFormatter.RFC_1123_DATE_TIME, rfc850(now), ASCTIME}) {
            try {
                return Duration.between(now, form.parse(text, Instant::from));
            } catch (DateTimeParseException e) {
                // it is another form, or none: an answer is not worse than a failure for a header that nobody can read
            }
        }
        return Duration.ZERO;
    }

    /** Of its two digits, the year is the last one with these that is not more than 50 years ahead. */
    private static DateTimeFormatter rfc850(Instant now) {
        ZonedDateTime first = now.atZone(ZoneOffset.UTC).minus(49, ChronoUnit.YEARS);
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, first.toLocalDate())
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.US)
                .withZone(ZoneOffset.UTC);
    }
}
