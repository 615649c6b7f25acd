package io.gortms.websocket.internal.auth;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who has come.
 *
 * @param name the user or service, or null if nobody has to say
 * @param permissions what it may do
 * @param standing whether it would still be let in
 */
public record Identity(@Nullable String name, Set<String> permissions, Standing standing) {

    /** Anybody, where nobody has to say who it is. */
    public static final Identity ANYBODY = new Identity(null, Permissions.ALL, Standing.FOREVER);

    /** Whether it may do that. */
    public boolean may(String permission) {
        return Permissions.allow(permissions, permission);
    }

    /**
     * Makes sure that it may do that.
     *
     * @throws Refusal if it may not
     */
    public void require(String permission) throws Refusal {
        Permissions.require(permissions, permission);
    }
}
