package io.gortms;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the payloads of a domain must be like; checked at each publish, before anything is stored. Given to {@link
 * DomainOptions#schema}. Immutable; safe for use by any thread.
 */
public sealed interface Schema {

    /** A schema of fields, to be filled. */
    static Builder builder() {
        return new Builder();
    }

    /**
     * A JSON Schema document, draft 2020-12. It needs the library {@code com.networknt:json-schema-validator}, version 2, which
     * the application has to add; whether that is there and the document is a valid schema is looked at when the domain is
     * declared. {@code $ref} to anything outside the document is refused: nothing is ever fetched. {@code format} is not
     * checked, as the draft has it.
     *
     * @param document the JSON text; kept as it is
     */
    static Schema jsonSchema(String document) {
        return new Document(document);
    }

    /**
     * A check in the application's code. It is not stored: after a restart a publish throws {@link
     * IncompleteDeclarationException} until the domain is declared with it again.
     */
    static Schema code(PayloadValidator validator) {
        return new Code(Objects.requireNonNull(validator, "validator"));
    }

    /** What a field of a payload must be; null is none of these. */
    enum FieldType {
        /** Text. */
        STRING,
        /** Any number. */
        NUMBER,
        /** True or false. */
        BOOLEAN,
        /** An object. */
        OBJECT,
        /** An array. */
        ARRAY
    }

    /**
     * The payload is a JSON object that has all of these fields; more are allowed.
     *
     * @param fields by name, in the order in which they were given; unmodifiable
     */
    record Fields(Map<String, FieldType> fields) implements Schema {
        /** Copies the fields. */
        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    /**
     * See {@link Schema#jsonSchema}.
     *
     * @param text the document
     */
    record Document(String text) implements Schema {
        /** Takes the text as it is. */
        public Document {
            Objects.requireNonNull(text, "document");
        }
    }

    /**
     * See {@link Schema#code}.
     *
     * @param validator the check, or null after a restart, when it has to be given again
     */
    record Code(@Nullable PayloadValidator validator) implements Schema {}

    /** Collects the fields of a schema. Used by one thread. */
    final class Builder {

        private final Map<String, FieldType> fields = new LinkedHashMap<>();

        private Builder() {}

        /** The payload has this field, and it is text. */
        public Builder string(String field) {
            return field(field, FieldType.STRING);
        }

        /** The payload has this field, and it is a number. */
        public Builder number(String field) {
            return field(field, FieldType.NUMBER);
        }

        /** The payload has this field, and it is true or false. */
        public Builder bool(String field) {
            return field(field, FieldType.BOOLEAN);
        }

        /** The payload has this field, and it is an object. */
        public Builder object(String field) {
            return field(field, FieldType.OBJECT);
        }

        /** The payload has this field, and it is an array. */
        public Builder array(String field) {
            return field(field, FieldType.ARRAY);
        }

        /**
         * The payload has this field, and it is of this type.
         *
         * @param field its literal name in the payload's object; not empty
         * @throws IllegalArgumentException if the field was given before with another type
         */
        public Builder field(String field, FieldType type) {
            Objects.requireNonNull(field, "field");
            Objects.requireNonNull(type, "type");
            if (field.isEmpty()) {
                throw new IllegalArgumentException("a field of a schema has a name");
            }
            FieldType before = fields.putIfAbsent(field, type);
            if (before != null && before != type) {
                throw new IllegalArgumentException(
                        "the field '" + field + "' cannot be both " + before + " and " + type);
            }
            return this;
        }

        /** The schema. Without any field it says that the payload is a JSON object. */
        public Schema build() {
            return new Fields(fields);
        }
    }
}
