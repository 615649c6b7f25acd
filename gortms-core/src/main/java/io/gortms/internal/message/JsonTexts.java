package io.gortms.internal.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.InvalidPayloadException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Checks text that claims to be JSON: exactly one value, in UTF-8. */
final class JsonTexts {

    private JsonTexts() {}

    /** One pass over the text, without building anything. */
    static void check(byte[] body, String resource, ObjectMapper mapper) {
        checkEncoding(body, resource);
        try (JsonParser parser = mapper.getFactory().createParser(body)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw notJson(resource, "is empty, which is not JSON", null);
            }
            parser.skipChildren();
            checkEnd(parser, resource);
        } catch (JsonProcessingException e) {
            throw notJson(
                    resource,
                    "is not JSON: " + e.getOriginalMessage() + " at line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr(),
                    e);
        } catch (IOException e) {
            throw notJson(resource, "is not JSON: " + e.getMessage(), e);
        }
    }

    /**
     * One pass over the text, which gives the tree, its numbers with all their digits. Null for text that is JSON and has no
     * tree, such as numbers of more digits than Jackson reads.
     */
    static @Nullable JsonNode parse(byte[] body, String resource, ObjectMapper mapper) {
        checkEncoding(body, resource);
        try (JsonParser parser = mapper.getFactory().createParser(body)) {
            JsonNode tree = mapper.reader()
                    .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .readTree(parser);
            if (tree != null && !tree.isMissingNode()) {
                checkEnd(parser, resource);
                return tree;
            }
        } catch (IOException | NumberFormatException e) {
            // what is wrong, and whether anything is, says the check
        }
        check(body, resource, mapper);
        return null;
    }

    private static InvalidPayloadException notJson(String resource, String problem, @Nullable Exception cause) {
        return new InvalidPayloadException(
                resource, problem, "correct the text, or publish it by Message.text, which takes any", cause);
    }

    private static void checkEnd(JsonParser parser, String resource) throws IOException {
        JsonToken behind = parser.nextToken();
        if (behind != null) {
            throw notJson(resource, "has more than one JSON value: a second begins with " + behind, null);
        }
    }

    private static void checkEncoding(byte[] body, String resource) {
        if (looksLikeOtherEncoding(body)) {
            throw notJson(resource, "is not JSON: it begins with a byte order mark or a zero character", null);
        }
    }

    /** Jackson would guess UTF-16 or UTF-32 from these, and read something else than what the text says. */
    private static boolean looksLikeOtherEncoding(byte[] body) {
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0) {
                return true;
            }
        }
        return body.length > 0 && (body[0] & 0xFF) >= 0xEF;
    }
}
