package io.gortms;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on a field of a message's JSON payload, and their combinations. What is made here is immutable, safe for use by
 * any thread, and equal to another of the same type, field and value. It can be stored: see {@link #toJson}.
 *
 * <p><b>The field</b> is looked up by its literal name in the payload's object first ({@code "a.b"} is the field named {@code
 * a.b}), and only if there is no such field as a path through objects ({@code b} in {@code a}). Elements of arrays have no
 * path. If the field is missing or null, or the payload is not a JSON object, every condition on it is false, {@link #ne} too;
 * {@link #not} turns that around, so {@code not(eq(..))} of a missing field is true.
 *
 * <p><b>The value</b> is a {@code String}, a {@code Boolean}, a number of {@code java.lang} or {@code java.math}, or a {@code
 * List} or {@code Map} of such values. Null, anything else, and a number that is not finite are refused with an {@link
 * IllegalArgumentException}.
 *
 * <p><b>Comparison</b> is numeric if both sides are numbers, or text in the syntax of a JSON number of at most 1000 characters
 * ({@code 1}, {@code 1.0}, {@code "1e0"} are equal), with all their digits. Otherwise both sides must be of the same type:
 * text is compared character by character (by UTF-16 code, as {@link String#compareTo} does), booleans, arrays and objects can
 * only be equal or not, and two sides of different types are not equal and in no order.
 *
 * <p>Predicates nest at most {@value #MAX_DEPTH} deep, values at most {@value #MAX_VALUE_DEPTH}.
 */
public final class Predicates {

    /** How deep predicates may nest. */
    public static final int MAX_DEPTH = 64;

    /** How deep lists and maps in a value may nest. */
    public static final int MAX_VALUE_DEPTH = 16;

    private Predicates() {}

    /** The field equals the value. */
    public static MessagePredicate eq(String field, Object value) {
        return FieldPredicate.of(PredicateType.EQ, field, value);
    }

    /** The field is there, not null, and does not equal the value. */
    public static MessagePredicate ne(String field, Object value) {
        return FieldPredicate.of(PredicateType.NE, field, value);
    }

    /** The same as {@link #ne}. */
    public static MessagePredicate neq(String field, Object value) {
        return ne(field, value);
    }

    /** The field is greater than the value, a number or text. */
    public static MessagePredicate gt(String field, Object value) {
        return FieldPredicate.of(PredicateType.GT, field, value);
    }

    /** The field is greater than the value, a number or text, or equal to it. */
    public static MessagePredicate gte(String field, Object value) {
        return FieldPredicate.of(PredicateType.GTE, field, value);
    }

    /** The field is less than the value, a number or text. */
    public static MessagePredicate lt(String field, Object value) {
        return FieldPredicate.of(PredicateType.LT, field, value);
    }

    /** The field is less than the value, a number or text, or equal to it. */
    public static MessagePredicate lte(String field, Object value) {
        return FieldPredicate.of(PredicateType.LTE, field, value);
    }

    /** The field is text of which the value, text too, is a part; or an array with an element that equals the value. */
    public static MessagePredicate contains(String field, Object value) {
        return FieldPredicate.of(PredicateType.CONTAINS, field, value);
    }

    /** The field is there and not null. */
    public static MessagePredicate exists(String field) {
        return FieldPredicate.exists(field);
    }

    /**
     * All of these hold; looked at in this order, up to the first that does not.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static MessagePredicate and(MessagePredicate... predicates) {
        return CombinedPredicate.of(PredicateType.AND, List.of(predicates));
    }

    /**
     * One of these holds; looked at in this order, up to the first that does.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static MessagePredicate or(MessagePredicate... predicates) {
        return CombinedPredicate.of(PredicateType.OR, List.of(predicates));
    }

    /** This one does not hold. */
    public static MessagePredicate not(MessagePredicate predicate) {
        return CombinedPredicate.of(PredicateType.NOT, List.of(predicate));
    }

    /**
     * The predicate of a JSON text: {@code {"type":"gt","field":"amount","value":1000}}, and {@code {"type":"and",
     * "predicates":[..]}} for {@code and}, {@code or} and {@code not}, which has one. The types are called like the methods
     * here. Fields that a type does not know are passed over.
     *
     * @throws IllegalArgumentException if the text is something else; of an unknown type, with the known ones
     */
    public static MessagePredicate fromJson(String json) {
        return PredicateJson.read(json);
    }

    /**
     * The predicate as JSON text that {@link #fromJson} reads; or null if the application's own code is in it, which has none.
     * A number that neither a {@code long} nor a {@code double} can hold stands there as text, which compares the same.
     */
    public static @Nullable String toJson(MessagePredicate predicate) {
        return PredicateJson.write(predicate);
    }
}
