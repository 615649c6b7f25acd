package io.gortms.internal.catalog;

import io.gortms.MessagePredicate;
import io.gortms.Predicates;
import java.util.Map;

/** A predicate as a JSON object. One with code in it has none, and is not given here. */
final class PredicateField {

    static final ValueType<MessagePredicate> TYPE =
            new ValueType<>(PredicateField::encode, json -> decode((Map<?, ?>) json));

    private PredicateField() {}

    private static Object encode(MessagePredicate predicate) {
        String text = Predicates.toJson(predicate);
        if (text == null) {
            throw new IllegalArgumentException("code is not stored: " + predicate);
        }
        return JsonReader.parse(text);
    }

    @SuppressWarnings("unchecked") // the parser makes no other maps
    private static MessagePredicate decode(Map<?, ?> fields) {
        return Predicates.fromJson(JsonWriter.write((Map<String, Object>) fields));
    }
}
