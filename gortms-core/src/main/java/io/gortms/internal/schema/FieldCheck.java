package io.gortms.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.gortms.Schema.FieldType;
import io.gortms.SchemaViolation;
import io.gortms.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks that fields are there, and of their types. */
record FieldCheck(Map<String, FieldType> fields) implements SchemaCheck {

    @Override
    public List<SchemaViolation> violations(StoredMessage message) {
        JsonNode payload = Payloads.json(message);
        if (payload == null || !payload.isObject()) {
            return List.of(Payloads.notJson(message, payload, "a JSON object"));
        }
        List<SchemaViolation> found = new ArrayList<>(0);
        fields.forEach((name, type) -> {
            JsonNode field = payload.get(name);
            if (!fits(field, type)) {
                found.add(new SchemaViolation(name, type.name().toLowerCase(Locale.ROOT), Payloads.kind(field)));
            }
        });
        return found;
    }

    private static boolean fits(@Nullable JsonNode field, FieldType type) {
        return field != null
                && switch (type) {
                    case STRING -> field.isTextual();
                    case NUMBER -> field.isNumber();
                    case BOOLEAN -> field.isBoolean();
                    case OBJECT -> field.isObject();
                    case ARRAY -> field.isArray();
                };
    }
}
