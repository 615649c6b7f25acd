package io.gortms.websocket;

import java.util.Optional;

/** Knows who may log in. Called by several threads at a time, for each login; may take its time. */
@FunctionalInterface
public interface UserAuthenticator {

    /** The user with this name and password, or nothing if there is none. What it throws is logged, and nobody is let in. */
    Optional<User> authenticate(String username, String password);
}
