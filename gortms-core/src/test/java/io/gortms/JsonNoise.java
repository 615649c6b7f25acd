package io.gortms;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Random;

/** JSON at random, and JSON with something changed in it, which need not be JSON any more. */
public final class JsonNoise {

    private static final String[] NUMBERS = {
        "0",
        "1",
        "-1",
        "1.0",
        "1e0",
        "0.1",
        "9007199254740993",
        "9223372036854775808",
        "1e400",
        "-1e-400",
        "1E+2147483647",
        "1e99999999999",
        "-0",
        "123456789012345678901234567890.5"
    };

    private static final String CHARACTERS = "{}[]\",:\\0123456789eE+-.tfn \u0000\u00e9\ud800";

    private final Random random;
    private final String[] words;

    /** Noise in which these words are frequent. */
    public JsonNoise(Random random, String... words) {
        this.random = random;
        this.words = words;
    }

    /** A JSON value. */
    public String document() {
        return value(random.nextInt(50) == 0 ? 200 : 5);
    }

    /** A JSON value nested at most so deep. */
    public String value(int depth) {
        int kind = random.nextInt(depth > 0 ? 10 : 6);
        if (depth > 20) {
            return "[" + value(depth - 1) + "]";
        }
        return switch (kind) {
            case 0, 1 -> text();
            case 2, 3 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 4 -> random.nextBoolean() ? "true" : "false";
            case 5 -> "null";
            case 6, 7 -> array(depth);
            default -> object(depth);
        };
    }

    private String array(int depth) {
        StringBuilder out = new StringBuilder("[");
        for (int left = random.nextInt(4); left > 0; left--) {
            out.append(value(depth - 1)).append(left > 1 ? "," : "");
        }
        return out.append(']').toString();
    }

    private String object(int depth) {
        StringBuilder out = new StringBuilder("{");
        for (int left = random.nextInt(4); left > 0; left--) {
            out.append(text()).append(':').append(value(depth - 1)).append(left > 1 ? "," : "");
        }
        return out.append('}').toString();
    }

    private String text() {
        String word = words[random.nextInt(words.length)];
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(word)) + '"';
    }

    /** The text as it is, or with a character changed, or a piece of it left out or doubled. */
    public String damaged(String text) {
        if (text.isEmpty() || random.nextInt(2) == 0) {
            return text;
        }
        int from = random.nextInt(text.length());
        int to = from + random.nextInt(Math.min(12, text.length() - from) + 1);
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, from) + text.substring(to);
            case 1 -> text.substring(0, to) + text.substring(from);
            case 2 -> text.substring(0, from);
            default ->
                text.substring(0, from)
                        + CHARACTERS.charAt(random.nextInt(CHARACTERS.length()))
                        + text.substring(Math.min(text.length(), from + 1));
        };
    }
}
