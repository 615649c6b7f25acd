package io.gortms;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A condition on one field. */
final class FieldPredicate implements TreePredicate {

    private final PredicateType type;
    private final String field;
    private final String[] path;

    /** Null only if the type is {@code exists}. */
    private final @Nullable PlainValue value;

    private FieldPredicate(PredicateType type, String field, @Nullable PlainValue value) {
        Objects.requireNonNull(field, "field");
        if (field.isEmpty()) {
            throw new IllegalArgumentException("the predicate " + type.json() + " needs the name of a field");
        }
        this.type = type;
        this.field = field;
        this.path = field.split("\\.", -1);
        this.value = value;
    }

    static FieldPredicate of(PredicateType type, String field, @Nullable Object value) {
        PlainValue plain;
        try {
            plain = PlainValue.of(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the predicate " + type.json() + " of '" + field + "' " + e.getMessage(), e);
        }
        if (type.isOrder() && !plain.hasOrder()) {
            throw new IllegalArgumentException("the predicate " + type.json() + " of '" + field
                    + "' compares with a number or text, not with " + value + "; use eq or ne");
        }
        return new FieldPredicate(type, field, plain);
    }

    static FieldPredicate exists(String field) {
        return new FieldPredicate(PredicateType.EXISTS, field, null);
    }

    @Override
    public PredicateType type() {
        return type;
    }

    String field() {
        return field;
    }

    /** What JSON says of the value, or null if the type has none. */
    @Nullable Object value() {
        return value == null ? null : value.content();
    }

    @Override
    public int depth() {
        return 1;
    }

    @Override
    public boolean isPlain() {
        return true;
    }

    @Override
    public boolean test(PayloadTree payload) {
        JsonNode node = payload.field(field, path);
        if (node == null || node.isNull()) {
            return false;
        }
        return value == null || test(node, value);
    }

    private boolean test(JsonNode node, PlainValue wanted) {
        return switch (type) {
            case EQ -> wanted.isEqualTo(node);
            case NE -> !wanted.isEqualTo(node);
            case CONTAINS -> wanted.isContainedIn(node);
            default -> {
                OptionalInt order = wanted.compare(node);
                yield order.isPresent() && isWanted(order.getAsInt());
            }
        };
    }

    /** Whether a field in this order to the value is asked for. */
    private boolean isWanted(int order) {
        return switch (type) {
            case GT -> order > 0;
            case GTE -> order >= 0;
            case LT -> order < 0;
            case LTE -> order <= 0;
            default -> throw new AssertionError(type);
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldPredicate that
                && type == that.type
                && field.equals(that.field)
                && Objects.equals(value(), that.value());
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, field, value());
    }

    @Override
    public String toString() {
        return PredicateJson.show(this);
    }
}
