package io.gortms.internal.catalog;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes maps, lists, strings, integers, finite doubles and booleans as JSON for people: indented, in ASCII. */
final class JsonWriter {

    private JsonWriter() {}

    /** Writes an object, indented, with a line end behind it. */
    static String write(Map<String, ?> object) {
        StringBuilder out = new StringBuilder(256);
        writeValue(object, "\n", out);
        return out.append('\n').toString();
    }

    private static void writeValue(Object value, String lineStart, StringBuilder out) {
        if (value instanceof Map<?, ?> object) {
            writeItems(object.entrySet(), "{}", lineStart, out);
        } else if (value instanceof List<?> list) {
            writeItems(list, "[]", lineStart, out);
        } else if (value instanceof Map.Entry<?, ?> field) {
            writeString((String) field.getKey(), out);
            out.append(": ");
            writeValue(field.getValue(), lineStart, out);
        } else if (value instanceof String string) {
            writeString(string, out);
        } else if (isPlain(value)) {
            out.append(value);
        } else {
            throw new IllegalArgumentException("no JSON for " + value);
        }
    }

    private static boolean isPlain(Object value) {
        return value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || (value instanceof Double number && Double.isFinite(number));
    }

    private static void writeItems(Iterable<?> items, String brackets, String lineStart, StringBuilder out) {
        out.append(brackets.charAt(0));
        String inner = lineStart + "  ";
        for (Iterator<?> rest = items.iterator(); rest.hasNext(); ) {
            out.append(inner);
            writeValue(rest.next(), inner, out);
            out.append(rest.hasNext() ? "," : lineStart);
        }
        out.append(brackets.charAt(1));
    }

    private static void writeString(String string, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
