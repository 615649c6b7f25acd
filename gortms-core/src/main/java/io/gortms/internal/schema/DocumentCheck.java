package io.gortms.internal.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import io.gortms.SchemaViolation;
import io.gortms.StoredMessage;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Checks payloads against a JSON Schema document. */
final class DocumentCheck implements SchemaCheck {

    /** What the application has to add. */
    static final String ARTIFACT = "com.networknt:json-schema-validator:2.0.8";

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/";
    private static final String DIALECT_ON_CLASSPATH = "classpath:draft/2020-12/";

    /** What a document without a name is called: without one, the library cannot follow a reference to the document itself. */
    private static final SchemaLocation HERE = SchemaLocation.of("gortms:/schema");

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Written out without an exponent, numbers have no more zeros than this. */
    private static final int MOST_DIGITS = 10_000;

    private static final String TOO_HUGE = " has an exponent beyond " + MOST_DIGITS;

    /** The schema that schemas have to fit. */
    private static final Schema DRAFT = registry().getSchema(SchemaLocation.of(DIALECT + "schema"));

    private final Schema schema;

    private DocumentCheck(Schema schema) {
        this.schema = schema;
    }

    /**
     * Reads a document.
     *
     * @throws IllegalArgumentException if it is no valid schema
     */
    static DocumentCheck of(String domain, String document) {
        try {
            JsonNode json = MAPPER.readTree(document);
            if (hasHugeNumber(json)) {
                throw new SchemaException("a number in it" + TOO_HUGE);
            }
            List<Error> wrong = DRAFT.validate(json);
            if (wrong.isEmpty()) {
                return new DocumentCheck(ready(registry().getSchema(HERE, json)));
            }
            throw new SchemaException(
                    wrong.stream().map(Error::toString).distinct().collect(Collectors.joining("; ")));
        } catch (JsonProcessingException e) {
            throw invalid(domain, e.getOriginalMessage(), e);
        } catch (RuntimeException e) { // the library's own, and what it throws at documents that it did not foresee
            throw invalid(domain, String.valueOf(e.getMessage()), e);
        } catch (StackOverflowError e) {
            throw invalid(domain, "it is nested too deep, or refers to itself without end", e);
        }
    }

    /** Follows all references that can be followed without a payload, so that those that lead nowhere are found. */
    private static Schema ready(Schema schema) {
        schema.initializeValidators();
        schema.validate(NullNode.getInstance());
        return schema;
    }

    /** Knows the 2020-12 draft, which is in the library, and fetches nothing from anywhere. */
    private static SchemaRegistry registry() {
        return SchemaRegistry.withDialect(
                Dialects.getDraft202012(),
                registry -> registry.schemaLoader(
                                loader -> loader.fetchRemoteResources(false).block(iri -> !isOfDialect(iri)))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .preloadSchema(true)
                                .locale(Locale.ROOT)
                                .build()));
    }

    private static boolean isOfDialect(AbsoluteIri iri) {
        return iri.toString().startsWith(DIALECT) || iri.toString().startsWith(DIALECT_ON_CLASSPATH);
    }

    private static IllegalArgumentException invalid(String domain, String problem, Throwable cause) {
        return new IllegalArgumentException(
                "the schema of the domain '" + domain + "' is no valid JSON Schema document: " + problem
                        + "; a document is of draft 2020-12, and refers to nothing outside itself",
                cause);
    }

    @Override
    public List<SchemaViolation> violations(StoredMessage message) {
        JsonNode payload = Payloads.json(message);
        if (payload == null) {
            return List.of(Payloads.notJson(message, null, "JSON"));
        }
        try {
            if (hasHugeNumber(payload)) {
                return List.of(notApplicable("a number in it" + TOO_HUGE));
            }
            List<Error> errors = schema.validate(payload);
            return errors.isEmpty()
                    ? List.of()
                    : errors.stream().map(DocumentErrors::violation).distinct().toList();
        } catch (RuntimeException e) { // of references that lead nowhere, and what the library did not foresee
            return List.of(notApplicable("a reference in it cannot be followed: " + e.getMessage()));
        } catch (StackOverflowError e) {
            return List.of(notApplicable("one of them is nested too deep"));
        }
    }

    /** The library writes numbers out to compare them: one of a few characters could fill the heap. */
    private static boolean hasHugeNumber(JsonNode node) {
        if (node.isBigDecimal()) {
            return Math.abs((long) node.decimalValue().scale()) > MOST_DIGITS;
        }
        for (JsonNode child : node) {
            if (hasHugeNumber(child)) {
                return true;
            }
        }
        return false;
    }

    private static SchemaViolation notApplicable(String why) {
        return new SchemaViolation("", "a payload that the schema can be applied to", why);
    }
}
