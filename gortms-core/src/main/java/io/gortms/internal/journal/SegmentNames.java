package io.gortms.internal.journal;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * The names that Chronicle Queue gives to the files of its roll cycle {@code FAST_HOURLY}, whose "hours since 1970" are our
 * segment numbers: {@code 19700101-01F.cq4} is segment 1. Names sort as numbers do.
 *
 * <p>Written by hand because names are read on the way to the first message, where loading what formats dates would cost more
 * than reading a thousand of them.
 */
final class SegmentNames {

    static final String SUFFIX = ".cq4";
    static final int MILLIS_PER_NUMBER = 3_600_000;

    private static final String HOURS_END = "F" + SUFFIX;
    private static final int HOURS_PER_DAY = 24;
    private static final int DATE_DIGITS = 8;
    private static final int HOUR_AT = DATE_DIGITS + 1;
    private static final int HOUR_END = HOUR_AT + 2;

    private SegmentNames() {}

    static String of(int number) {
        LocalDate day = LocalDate.ofEpochDay(number / HOURS_PER_DAY);
        StringBuilder name = new StringBuilder(HOUR_END + HOURS_END.length());
        appendPadded(name, day.getYear(), 4);
        appendPadded(name, day.getMonthValue(), 2);
        appendPadded(name, day.getDayOfMonth(), 2);
        appendPadded(name.append('-'), number % HOURS_PER_DAY, 2);
        return name.append(HOURS_END).toString();
    }

    private static void appendPadded(StringBuilder name, int number, int digits) {
        String text = Integer.toString(number);
        name.append("0".repeat(Math.max(0, digits - text.length()))).append(text);
    }

    /** The number, or -1 if it is not the name of a segment. */
    static int parse(String name) {
        if (name.length() != HOUR_END + HOURS_END.length()
                || !name.endsWith(HOURS_END)
                || name.charAt(DATE_DIGITS) != '-'
                || !hasDigits(name, 0, DATE_DIGITS)
                || !hasDigits(name, HOUR_AT, HOUR_END)) {
            return -1;
        }
        try {
            LocalDate day = LocalDate.of(digits(name, 0, 4), digits(name, 4, 6), digits(name, 6, 8));
            int hour = digits(name, HOUR_AT, HOUR_END);
            return hour < HOURS_PER_DAY ? Math.toIntExact(day.toEpochDay() * HOURS_PER_DAY + hour) : -1;
        } catch (DateTimeException | ArithmeticException e) {
            return -1;
        }
    }

    private static boolean hasDigits(String name, int from, int to) {
        for (int i = from; i < to; i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static int digits(String name, int from, int to) {
        return Integer.parseInt(name, from, to, 10);
    }
}
