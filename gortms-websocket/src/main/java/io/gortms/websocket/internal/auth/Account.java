package io.gortms.websocket.internal.auth;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A service, with its secrets.
 *
 * @param id its name
 * @param secret what it signs with
 * @param previous what it signed with before, or null
 * @param previousUntil until when that is accepted, or null
 * @param permissions what it may do
 * @param addresses where it may come from; empty for anywhere
 * @param enabled whether it may come at all
 */
public record Account(
        String id,
        String secret,
        @Nullable String previous,
        @Nullable Instant previousUntil,
        Set<String> permissions,
        List<String> addresses,
        boolean enabled) {

    /** The secrets that are accepted now. */
    List<String> secretsAt(Instant now) {
        return previous != null && previousUntil != null && now.isBefore(previousUntil)
                ? List.of(secret, previous)
                : List.of(secret);
    }
}
