package io.gortms.internal.journal;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The names that Chronicle Queue gives to the files of its roll cycle {@code FAST_HOURLY}, whose "hours since 1970" are our
 * segment numbers: {@code 19700101-01F.cq4} is segment 1. Names sort as numbers do.
 */
final class SegmentNames {

    static final String SUFFIX = ".cq4";
    static final int MILLIS_PER_NUMBER = 3_600_000;

    private static final int SECONDS_PER_NUMBER = 3600;
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuuMMdd-HH'F" + SUFFIX + "'");

    private SegmentNames() {}

    static String of(int number) {
        return FORMAT.format(LocalDateTime.ofEpochSecond((long) number * SECONDS_PER_NUMBER, 0, ZoneOffset.UTC));
    }

    /** The number, or -1 if it is not the name of a segment. */
    static int parse(String name) {
        if (!name.endsWith(SUFFIX)) {
            return -1;
        }
        try {
            long seconds = LocalDateTime.parse(name, FORMAT).toEpochSecond(ZoneOffset.UTC);
            return Math.toIntExact(seconds / SECONDS_PER_NUMBER);
        } catch (DateTimeException | ArithmeticException e) {
            return -1;
        }
    }
}
