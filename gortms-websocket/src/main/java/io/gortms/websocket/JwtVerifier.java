package io.gortms.websocket;

import io.gortms.websocket.internal.token.TokenCheck;
import java.net.URI;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Accepts tokens (JWT of RFC 7519) of another issuer, signed by RS256 or ES256. They need {@code exp}, and say whose they are by
 * {@code username} or {@code sub}, and what that user may do by {@code role}; without it, what {@code user} may. Clocks may differ by
 * a minute. Immutable; safe for use by any thread.
 */
public final class JwtVerifier {

    private static final Duration SKEW = Duration.ofMinutes(1);

    /** What is expected besides a signature. */
    private record Expected(
            @Nullable String issuer, @Nullable String audience) {}

    private final Function<Expected, TokenCheck> how;
    private final Expected expected;
    private final TokenCheck check;

    private JwtVerifier(Function<Expected, TokenCheck> how, Expected expected) {
        this.how = how;
        this.expected = expected;
        this.check = how.apply(expected);
    }

    /**
     * With one key: RS256 if it is of RSA with at least 2048 bits, ES256 if it is of the curve P-256.
     *
     * @throws IllegalArgumentException if it is another
     */
    public static JwtVerifier of(PublicKey key) {
        Objects.requireNonNull(key, "key");
        return new JwtVerifier(e -> TokenCheck.ofKey(key, SKEW, e.issuer(), e.audience()), new Expected(null, null));
    }

    /**
     * With a set of keys (JWKS of RFC 7517), fetched when first needed, kept for some minutes, and fetched again when a token names
     * a key that is not in it. If it cannot be fetched, tokens are refused.
     *
     * @param keys an address of https; http is for tests
     */
    public static JwtVerifier jwks(URI keys) {
        Objects.requireNonNull(keys, "keys");
        return new JwtVerifier(
                e -> TokenCheck.ofKeySet(keys, SKEW, e.issuer(), e.audience()), new Expected(null, null));
    }

    /** The same, for tokens with this {@code iss} only. */
    public JwtVerifier issuer(String issuer) {
        return new JwtVerifier(how, new Expected(Objects.requireNonNull(issuer, "issuer"), expected.audience()));
    }

    /** The same, for tokens with this {@code aud} only. Say it where an issuer makes tokens for others too. */
    public JwtVerifier audience(String audience) {
        return new JwtVerifier(how, new Expected(expected.issuer(), Objects.requireNonNull(audience, "audience")));
    }

    TokenCheck check() {
        return check;
    }
}
