package io.gortms.webhooks;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The headers of a request, as the HTTP servers of this world hand them out. */
final class RequestHeaders {

    private final Map<String, ?> headers;

    RequestHeaders(Map<String, ?> headers) {
        this.headers = headers;
    }

    /** The different values that are not blank, whatever case the name is written in. */
    Set<String> values(String name) {
        Set<String> values = new LinkedHashSet<>();
        headers.forEach((key, value) -> {
            // some clients keep the status line under the key null
            if (name.equalsIgnoreCase(key)) {
                addTo(values, name, value);
            }
        });
        return values;
    }

    private static void addTo(Set<String> values, String name, @Nullable Object value) {
        if (value instanceof String text) {
            if (!text.isBlank()) {
                values.add(text.strip());
            }
        } else if (value instanceof Collection<?> several) {
            several.forEach(one -> addTo(values, name, one));
        } else if (value != null) {
            throw new IllegalArgumentException(
                    "the value of header " + name + " is a String or a collection of Strings, not a "
                            + value.getClass().getName());
        }
    }
}
