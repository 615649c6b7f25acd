package io.gortms;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What counts as a number in comparisons, with all its digits. */
final class Numbers {

    /** As many as Jackson reads of a number; reading takes time in the square of them. */
    private static final int MAX_CHARACTERS = 1000;

    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private Numbers() {}

    /** The number of a node, or null if it is no number and no text of one. */
    static @Nullable BigDecimal of(JsonNode node) {
        if (node.isTextual()) {
            return ofText(node.textValue());
        }
        if (!node.isNumber()) {
            return null;
        }
        if (node.isDouble() || node.isFloat()) {
            // its text is what would be written: a float has fewer digits than the double it is turned into
            return Double.isFinite(node.doubleValue()) ? new BigDecimal(node.asText()) : null;
        }
        return node.decimalValue();
    }

    /** The number that a text is in the syntax of JSON, or null. */
    static @Nullable BigDecimal ofText(String text) {
        if (text.isEmpty() || text.length() > MAX_CHARACTERS || !mayBegin(text.charAt(0))) {
            return null;
        }
        if (!JSON_NUMBER.matcher(text).matches()) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null; // an exponent beyond what a number can have
        }
    }

    private static boolean mayBegin(char first) {
        return first == '-' || (first >= '0' && first <= '9');
    }
}
