package io.gortms.websocket.internal.token;

import io.gortms.websocket.User;
import io.gortms.websocket.internal.auth.Refusal;
import java.time.Instant;

/**
 * What an accepted token says.
 *
 * @param user whose it is
 * @param until when it expires
 */
public record Verified(User user, Instant until) {

    /**
     * Makes sure that it has not expired.
     *
     * @throws Refusal if it has
     */
    public void checkExpired(Instant now) throws Refusal {
        checkExpired(until, now);
    }

    static void checkExpired(Instant until, Instant now) throws Refusal {
        if (!now.isBefore(until)) {
            throw new Refusal(401, "token expired");
        }
    }
}
