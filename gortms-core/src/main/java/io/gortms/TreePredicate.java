package io.gortms;

/** A predicate of our own: it looks at a payload that was parsed once for all that are combined with it. */
sealed interface TreePredicate extends MessagePredicate permits FieldPredicate, CombinedPredicate {

    PredicateType type();

    boolean test(PayloadTree payload);

    /** How many predicates there are one inside the other. */
    int depth();

    /** Whether none of the application's own code is in it. */
    boolean isPlain();

    @Override
    default boolean test(StoredMessage message) {
        return test(new PayloadTree(message));
    }
}
