package io.gortms.webhooks;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Header fields in their order. Names are compared without regard to case. Immutable. */
public final class WebhookHeaders {

    private static final WebhookHeaders NONE = new WebhookHeaders(new String[0]);

    private final String[] namesAndValues;

    private WebhookHeaders(String[] namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    /** No header field. */
    public static WebhookHeaders none() {
        return NONE;
    }

    /** Names and values in turn. */
    public static WebhookHeaders of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "names and values come in pairs, and these are " + namesAndValues.length + " strings");
        }
        return new WebhookHeaders(namesAndValues.clone());
    }

    /** The entries of a map in the order it has. */
    public static WebhookHeaders of(Map<String, String> fields) {
        String[] flat = new String[fields.size() * 2];
        int next = 0;
        for (Map.Entry<String, String> field : fields.entrySet()) {
            flat[next++] = field.getKey();
            flat[next++] = field.getValue();
        }
        return new WebhookHeaders(flat);
    }

    /** The value of the first field of this name. */
    public Optional<String> first(String name) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i].equalsIgnoreCase(name)) {
                return Optional.of(namesAndValues[i + 1]);
            }
        }
        return Optional.empty();
    }

    /** Gives each name and value, in order. */
    public void forEach(BiConsumer<? super String, ? super String> action) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            action.accept(namesAndValues[i], namesAndValues[i + 1]);
        }
    }

    /** How many fields there are. */
    public int size() {
        return namesAndValues.length / 2;
    }

    /** The names only: values may be secret. */
    @Override
    public String toString() {
        StringBuilder names = new StringBuilder("[");
        forEach((name, value) -> names.append(names.length() > 1 ? ", " : "").append(name));
        return names.append(']').toString();
    }
}
