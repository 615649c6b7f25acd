package io.gortms;

import java.util.Objects;

/**
 * One thing in which a payload is not what the schema says.
 *
 * @param field the field's name, or the path to it with dots; empty for the payload as a whole
 * @param expected what should be there
 * @param actual what is there instead
 */
public record SchemaViolation(String field, String expected, String actual) {

    /** Refuses null. */
    public SchemaViolation {
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(actual, "actual");
    }

    /** For people. */
    @Override
    public String toString() {
        return (field.isEmpty() ? "the payload" : "'" + field + "'") + ": expected " + expected + ", found " + actual;
    }
}
