package io.gortms.internal.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON that {@link JsonWriter} writes: objects become maps, arrays lists, and the rest strings, longs, doubles and
 * booleans. There is no null: what is not there is left out.
 *
 * <p>Written by hand because these few small files are read on the way to an open broker, where loading Jackson's classes
 * would cost more than reading a thousand of them.
 */
final class JsonReader {

    /** More than the deepest predicate with the deepest value. */
    private static final int DEEPEST = 256;

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * Reads an object; the map keeps the order of its fields.
     *
     * @throws IllegalArgumentException if the text is anything else, saying where
     */
    static Map<String, Object> parse(String text) {
        JsonReader json = new JsonReader(text);
        json.skipSpace();
        Map<String, Object> object = json.object();
        json.skipSpace();
        if (json.at < text.length()) {
            throw json.unexpected("the end");
        }
        return object;
    }

    private Object value() {
        char c = peek();
        if (c == '{') {
            return object();
        } else if (c == '[') {
            return list();
        } else if (c == '"') {
            return string();
        } else if (c == 't' || c == 'f') {
            return bool();
        }
        return number();
    }

    private Map<String, Object> object() {
        Map<String, Object> fields = new LinkedHashMap<>();
        enter('{');
        while (peek() != '}') {
            String name = string();
            skipSpace();
            expect(':');
            skipSpace();
            if (fields.put(name, value()) != null) {
                throw new IllegalArgumentException("the field '" + name + "' stands twice");
            }
            endOfItem('}');
        }
        leave();
        return fields;
    }

    private List<Object> list() {
        List<Object> items = new ArrayList<>();
        enter('[');
        while (peek() != ']') {
            items.add(value());
            endOfItem(']');
        }
        leave();
        return items;
    }

    private void enter(char opening) {
        expect(opening);
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("nested deeper than " + DEEPEST);
        }
        skipSpace();
    }

    private void leave() {
        at++;
        depth--;
    }

    private void endOfItem(char closing) {
        skipSpace();
        if (peek() == closing) {
            return;
        }
        expect(',');
        skipSpace();
        if (peek() == closing) {
            throw unexpected("an item");
        }
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        for (char c = peek(); c != '"'; c = peek()) {
            at++;
            if (c < ' ') {
                throw new IllegalArgumentException("a control character in a string at " + (at - 1));
            }
            out.append(c == '\\' ? escape() : c);
        }
        at++;
        return out.toString();
    }

    private char escape() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicode();
            default -> throw new IllegalArgumentException("an unknown escape at " + (at - 1));
        };
    }

    private char unicode() {
        if (at + 4 > text.length()) {
            throw unexpected("four hex digits");
        }
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(text.charAt(at + i), 16);
            if (digit < 0) {
                throw unexpected("four hex digits");
            }
            code = code * 16 + digit;
        }
        at += 4;
        return (char) code;
    }

    private Object bool() {
        String word = peek() == 't' ? "true" : "false";
        if (!text.startsWith(word, at)) {
            throw unexpected("a value");
        }
        at += word.length();
        return word.equals("true");
    }

    private Object number() {
        int start = at;
        boolean whole = true;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            whole &= "+.eE".indexOf(text.charAt(at)) < 0;
            at++;
        }
        String digits = text.substring(start, at);
        try {
            return whole ? (Object) Long.parseLong(digits) : (Object) Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            at = start;
            throw unexpected("a value");
        }
    }

    private void skipSpace() {
        while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw unexpected("more");
        }
        return text.charAt(at);
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw unexpected("'" + wanted + "'");
        }
        at++;
    }

    private IllegalArgumentException unexpected(String wanted) {
        return new IllegalArgumentException("expected " + wanted + " at " + at + " of " + text.length());
    }
}
