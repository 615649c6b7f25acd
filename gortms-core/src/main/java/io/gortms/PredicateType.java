package io.gortms;

import java.util.Locale;

/** What a predicate asks; named as in JSON. */
enum PredicateType {
    EQ,
    NE,
    GT,
    GTE,
    LT,
    LTE,
    CONTAINS,
    EXISTS,
    AND,
    OR,
    NOT;

    private static final String KNOWN = "eq, ne, neq, gt, gte, lt, lte, contains, exists, and, or, not";

    /** The name in JSON. */
    String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PredicateType of(String json) {
        if (json.equals("neq")) {
            return NE;
        }
        for (PredicateType type : values()) {
            if (type.json().equals(json)) {
                return type;
            }
        }
        throw new IllegalArgumentException("there is no predicate type '" + json + "'; there are " + KNOWN);
    }

    boolean isCombination() {
        return this == AND || this == OR || this == NOT;
    }

    /** Whether it asks for an order, which only numbers and text have. */
    boolean isOrder() {
        return this == GT || this == GTE || this == LT || this == LTE;
    }
}
