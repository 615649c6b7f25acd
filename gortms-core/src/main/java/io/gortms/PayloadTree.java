package io.gortms;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The payload of a message while predicates look at it: parsed when the first one asks. Used by one thread. */
final class PayloadTree {

    private static final String JSON = "application/json";

    private final StoredMessage message;
    private boolean parsed;
    private @Nullable JsonNode tree;

    PayloadTree(StoredMessage message) {
        this.message = message;
    }

    StoredMessage message() {
        return message;
    }

    /**
     * A field of the payload's object, or null if there is none.
     *
     * @param path the steps of the name, if it can be read as a path
     */
    @Nullable JsonNode field(String name, String[] path) {
        JsonNode root = tree();
        if (root == null || !root.isObject()) {
            return null;
        }
        JsonNode found = root.get(name);
        if (found == null && path.length > 1) {
            found = root;
            for (int step = 0; step < path.length && found != null; step++) {
                found = found.isObject() ? found.get(path[step]) : null;
            }
        }
        return found;
    }

    private @Nullable JsonNode tree() {
        if (!parsed) {
            parsed = true;
            tree = parse();
        }
        return tree;
    }

    private @Nullable JsonNode parse() {
        if (!message.contentType().equals(JSON)) {
            return null;
        }
        try {
            return message.json();
        } catch (UnreadablePayloadException e) {
            return null;
        }
    }
}
