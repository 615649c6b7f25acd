package io.gortms.webhooks.internal.store;

import java.util.List;

/**
 * Whether an event's type is one that an endpoint gets, by the rules of AMQP topics: words separated by dots, {@code *} for one
 * word, {@code #} for any number of them.
 */
final class EventFilter {

    private EventFilter() {}

    static boolean matchesAny(List<String> filters, String event) {
        for (String filter : filters) {
            if (matches(filter, event)) {
                return true;
            }
        }
        return false;
    }

    /** Goes through both word by word; at a word that differs, the last {@code #} before takes one word more. */
    static boolean matches(String filter, String event) {
        if (filter.equals("#") || filter.equals(event)) {
            return true;
        }
        if (filter.indexOf('*') < 0 && filter.indexOf('#') < 0) {
            return false;
        }
        String[] wanted = filter.split("\\.", -1);
        String[] words = event.split("\\.", -1);
        int at = 0;
        int word = 0;
        int manyAt = -1;
        int manyUpTo = 0;
        while (word < words.length) {
            if (at < wanted.length && wanted[at].equals("#")) {
                manyAt = at++;
                manyUpTo = word;
            } else if (at < wanted.length && (wanted[at].equals("*") || wanted[at].equals(words[word]))) {
                at++;
                word++;
            } else if (manyAt >= 0) {
                at = manyAt + 1;
                word = ++manyUpTo;
            } else {
                return false;
            }
        }
        while (at < wanted.length && wanted[at].equals("#")) {
            at++;
        }
        return at == wanted.length;
    }
}
