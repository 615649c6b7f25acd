package io.gortms.internal.routing;

import io.gortms.IncompleteDeclarationException;
import io.gortms.MessagePredicate;
import io.gortms.StoredMessage;
import org.jspecify.annotations.Nullable;

/**
 * A routing rule as it is evaluated.
 *
 * @param condition how users see the predicate
 * @param predicate null if it was code, which has not been given again
 */
public record Rule(
        String from, String to, String condition, @Nullable MessagePredicate predicate) {

    boolean matches(StoredMessage message, String domain) {
        if (predicate == null) {
            throw new IncompleteDeclarationException(
                    domain + "." + from, "a condition of the rule that routes to '" + to + "'");
        }
        return predicate.test(message);
    }
}
