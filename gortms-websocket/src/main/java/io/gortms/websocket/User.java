package io.gortms.websocket;

import java.util.Objects;

/**
 * A person who may look; an admin may also publish, and manage by the console, where the server allows it.
 *
 * @param id what is unique and never changes
 * @param username what the person is called
 * @param role {@link #ADMIN} or {@link #USER}; any other may do what {@code user} may
 */
public record User(String id, String username, String role) {

    /** The role that may do everything. */
    public static final String ADMIN = "admin";

    /** The role that may watch. */
    public static final String USER = "user";

    /** Refuses nulls. */
    public User {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(role, "role");
    }

    /** Whether it is {@link #ADMIN}. */
    public boolean isAdmin() {
        return role.equals(ADMIN);
    }
}
