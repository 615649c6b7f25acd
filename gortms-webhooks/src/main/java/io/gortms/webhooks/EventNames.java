package io.gortms.webhooks;

import java.util.regex.Pattern;

/** What types of events and filters on them look like. */
final class EventNames {

    private static final String WORD = "[!-~&&[^.*#]]+";
    private static final String PART = "(?:" + WORD + "|\\*|#)";
    private static final Pattern EVENT = Pattern.compile(WORD + "(?:\\." + WORD + ")*+");
    private static final Pattern FILTER = Pattern.compile(PART + "(?:\\." + PART + ")*+");

    private EventNames() {}

    static boolean isEvent(String text) {
        return EVENT.matcher(text).matches();
    }

    static boolean isFilter(String text) {
        return FILTER.matcher(text).matches();
    }
}
