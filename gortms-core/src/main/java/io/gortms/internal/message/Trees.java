package io.gortms.internal.message;

import com.fasterxml.jackson.databind.JsonNode;

/** Trees that users publish. */
final class Trees {

    private Trees() {}

    /**
     * Whether reading what is written of a tree would give the same. Not so of objects inside that the mapper writes in its own
     * way, and of numbers that are written as text or with other digits.
     */
    static boolean areAsWritten(JsonNode node) {
        if (!node.isContainerNode()) {
            boolean inexact = node.isFloat() || (node.isDouble() && !Double.isFinite(node.doubleValue()));
            return !node.isPojo() && !node.isBinary() && !inexact;
        }
        for (JsonNode child : node) {
            if (!areAsWritten(child)) {
                return false;
            }
        }
        return true;
    }
}
