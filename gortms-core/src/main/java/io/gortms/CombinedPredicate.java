package io.gortms;

import java.util.List;

/** Several predicates as one. */
record CombinedPredicate(PredicateType type, List<MessagePredicate> predicates, int depth, boolean isPlain)
        implements TreePredicate {

    static CombinedPredicate of(PredicateType type, List<MessagePredicate> predicates) {
        if (predicates.isEmpty() || (type == PredicateType.NOT && predicates.size() > 1)) {
            throw new IllegalArgumentException("the predicate " + type.json() + " is made of "
                    + (type == PredicateType.NOT ? "one predicate" : "at least one predicate") + ", not of "
                    + predicates.size());
        }
        int deepest = 0;
        boolean plain = true;
        for (MessagePredicate predicate : predicates) {
            deepest = Math.max(deepest, predicate instanceof TreePredicate tree ? tree.depth() : 1);
            plain &= predicate instanceof TreePredicate tree && tree.isPlain();
        }
        if (deepest >= Predicates.MAX_DEPTH) {
            throw new IllegalArgumentException("predicates nest at most " + Predicates.MAX_DEPTH + " deep");
        }
        return new CombinedPredicate(type, List.copyOf(predicates), deepest + 1, plain);
    }

    @Override
    public boolean test(PayloadTree payload) {
        return switch (type) {
            case AND -> predicates.stream().allMatch(predicate -> test(predicate, payload));
            case OR -> predicates.stream().anyMatch(predicate -> test(predicate, payload));
            case NOT -> !test(predicates.get(0), payload);
            default -> throw new AssertionError(type);
        };
    }

    private static boolean test(MessagePredicate predicate, PayloadTree payload) {
        return predicate instanceof TreePredicate tree ? tree.test(payload) : predicate.test(payload.message());
    }

    @Override
    public String toString() {
        return PredicateJson.show(this);
    }
}
