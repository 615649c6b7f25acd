package io.gortms.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import io.gortms.SchemaViolation;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What the library finds, in our words. */
final class DocumentErrors {

    private static final int LONGEST_VALUE = 100;

    private DocumentErrors() {}

    static SchemaViolation violation(Error error) {
        return switch (error.getKeyword() == null ? "" : error.getKeyword()) {
            case "type" ->
                new SchemaViolation(field(error, null), argument(error, 1), Payloads.kind(error.getInstanceNode()));
            case "required" -> new SchemaViolation(field(error, error.getProperty()), "a value", "nothing");
            case "pattern" -> of(error, "text that matches " + argument(error, 0));
            case "enum" -> of(error, "one of " + argument(error, 0));
            case "additionalProperties", "unevaluatedProperties" ->
                new SchemaViolation(field(error, error.getProperty()), "no such field", "one");
            default -> of(error, inOurWords(error.getMessage()));
        };
    }

    private static SchemaViolation of(Error error, String expected) {
        return new SchemaViolation(field(error, error.getProperty()), expected, shown(error.getInstanceNode()));
    }

    /** Most messages of the library say what must be; the others what is not. */
    private static String inOurWords(String message) {
        return message.startsWith("must ") ? "a value that " + message : "what the schema says (" + message + ")";
    }

    private static String argument(Error error, int index) {
        Object[] arguments = error.getArguments();
        return arguments != null && arguments.length > index ? String.valueOf(arguments[index]) : error.getMessage();
    }

    /** The path with dots, as predicates name fields. */
    private static String field(Error error, @Nullable String property) {
        StringJoiner field = new StringJoiner(".");
        NodePath path = error.getInstanceLocation();
        for (int step = 0; step < path.getNameCount(); step++) {
            field.add(String.valueOf(path.getElement(step)));
        }
        if (property != null) {
            field.add(property);
        }
        return field.toString();
    }

    private static String shown(@Nullable JsonNode value) {
        String text = value == null ? "nothing" : value.toString();
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }
}
