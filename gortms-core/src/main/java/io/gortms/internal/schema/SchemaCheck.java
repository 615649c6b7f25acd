package io.gortms.internal.schema;

import io.gortms.IncompleteDeclarationException;
import io.gortms.MissingLibraryException;
import io.gortms.PayloadValidator;
import io.gortms.Schema;
import io.gortms.SchemaViolation;
import io.gortms.StoredMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A schema ready to check payloads. Safe for use by any thread. */
@FunctionalInterface
public interface SchemaCheck {

    /** No schema: everything is right. */
    SchemaCheck NONE = message -> List.of();

    /** Everything that is wrong with a message about to be published. */
    List<SchemaViolation> violations(StoredMessage message);

    /**
     * The check of a schema.
     *
     * @param domain whose schema it is, for the exceptions
     * @param schema null for none
     * @throws IllegalArgumentException if it is a document that is no valid schema
     * @throws MissingLibraryException if it is a document, and the library is not there
     */
    static SchemaCheck of(String domain, @Nullable Schema schema) {
        if (schema instanceof Schema.Fields fields) {
            return new FieldCheck(fields.fields());
        } else if (schema instanceof Schema.Document document) {
            return document(domain, document.text());
        } else if (schema instanceof Schema.Code code) {
            PayloadValidator validator = code.validator();
            return validator == null ? missing(domain) : validator::validate;
        }
        return NONE;
    }

    private static SchemaCheck document(String domain, String text) {
        try {
            return DocumentCheck.of(domain, text);
        } catch (NoClassDefFoundError e) {
            throw new MissingLibraryException(
                    "the JSON Schema document of the domain '" + domain + "'", DocumentCheck.ARTIFACT, e);
        }
    }

    private static SchemaCheck missing(String domain) {
        return message -> {
            throw new IncompleteDeclarationException(
                    domain, "the validator of its schema, by declareDomain(\"" + domain + "\", ..)");
        };
    }
}
