package io.gortms.websocket;

import io.gortms.websocket.internal.token.TokenCheck;
import io.gortms.websocket.internal.token.TokenMaker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/**
 * Makes tokens (JWT of RFC 7519, HS256) that a server accepts which was given this issuer. Claims: {@code sub}, {@code username},
 * {@code role}, {@code iat}, {@code exp}. Immutable; safe for use by any thread.
 */
public final class JwtIssuer {

    /** How long a token is valid if nothing else is said. */
    public static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(60);

    private final TokenMaker maker;
    private final Duration lifetime;
    private final InstantSource clock;

    private JwtIssuer(TokenMaker maker, Duration lifetime, InstantSource clock) {
        this.maker = maker;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /**
     * One with a secret; there is no default secret.
     *
     * @param secret at least 32 bytes, random ones
     * @throws IllegalArgumentException if it is shorter
     */
    public static JwtIssuer of(byte[] secret) {
        return new JwtIssuer(new TokenMaker(secret), DEFAULT_LIFETIME, InstantSource.system());
    }

    /** The same, with tokens that are valid for this long; whole seconds count. */
    public JwtIssuer lifetime(Duration duration) {
        if (duration.toSeconds() < 1) {
            throw new IllegalArgumentException("the lifetime of a token is at least a second, not " + duration);
        }
        return new JwtIssuer(maker, duration, clock);
    }

    /** The same, by this clock; give it the broker's. */
    public JwtIssuer clock(InstantSource source) {
        return new JwtIssuer(maker, lifetime, Objects.requireNonNull(source, "clock"));
    }

    /** A token of this user, valid from now on. */
    public String issue(User user) {
        Instant now = clock.instant();
        return maker.make(user, now, lifetime);
    }

    TokenCheck check() {
        return maker.check();
    }
}
