package io.gortms.websocket.internal.auth;

import java.time.Instant;

/** Whether who was let in would still be. Safe for use by any thread; does not wait. */
@FunctionalInterface
public interface Standing {

    /** That of somebody who does not have to say who it is. */
    Standing FOREVER = now -> {};

    /**
     * Looks again.
     *
     * @throws Refusal if it would be let in no more
     */
    void check(Instant now) throws Refusal;
}
