package io.gortms.internal.catalog;

import io.gortms.Schema;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A schema as a JSON object; none is an object without fields. Of code only that there is some is kept. */
final class SchemaJson {

    static final ValueType<Optional<Schema>> TYPE = new ValueType<>(
            schema -> schema.<Object>map(SchemaJson::encode).orElse(Map.of()), json -> decode((Map<?, ?>) json));

    private static final String FIELDS = "fields";
    private static final String DOCUMENT = "document";
    private static final String CODE = "code";

    private SchemaJson() {}

    private static Object encode(Schema schema) {
        if (schema instanceof Schema.Fields given) {
            Map<String, Object> fields = new LinkedHashMap<>();
            given.fields().forEach((name, type) -> fields.put(name, type.name().toLowerCase(Locale.ROOT)));
            return Map.of(FIELDS, fields);
        } else if (schema instanceof Schema.Document document) {
            return Map.of(DOCUMENT, document.text());
        }
        return Map.of(CODE, true);
    }

    private static Optional<Schema> decode(Map<?, ?> json) {
        if (json.isEmpty()) {
            return Optional.empty();
        } else if (json.get(FIELDS) instanceof Map<?, ?> fields) {
            Schema.Builder schema = Schema.builder();
            fields.forEach((name, type) ->
                    schema.field((String) name, Schema.FieldType.valueOf(((String) type).toUpperCase(Locale.ROOT))));
            return Optional.of(schema.build());
        } else if (json.get(DOCUMENT) instanceof String document) {
            return Optional.of(Schema.jsonSchema(document));
        } else if (json.get(CODE) != null) {
            return Optional.of(new Schema.Code(null));
        }
        throw new IllegalArgumentException("a schema has fields, a document or code");
    }
}
