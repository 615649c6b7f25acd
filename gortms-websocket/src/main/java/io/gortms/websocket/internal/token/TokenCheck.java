package io.gortms.websocket.internal.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.proc.SingleKeyJWSKeySelector;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.gortms.websocket.User;
import io.gortms.websocket.internal.auth.Refusal;
import java.net.MalformedURLException;
import java.net.URI;
import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks tokens: that they are signed by the one algorithm that goes with the key (never {@code none}, never HMAC with a public
 * key), have not expired, and are valid already. Safe for use by any thread. With a key set it may wait for the network.
 */
public final class TokenCheck {

    private static final Logger LOG = LoggerFactory.getLogger(TokenCheck.class);
    private static final int MIN_SECRET_BYTES = 32;
    private static final int MIN_RSA_BITS = 2048;
    private static final int P256_BITS = 256;

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final Duration skew;
    private final @Nullable String issuer;
    private final @Nullable String audience;

    private TokenCheck(
            JWSKeySelector<SecurityContext> keys, Duration skew, @Nullable String issuer, @Nullable String audience) {
        processor.setJWSKeySelector(keys);
        processor.setJWTClaimsSetVerifier(null); // by the broker's clock, below
        this.skew = skew;
        this.issuer = issuer;
        this.audience = audience;
    }

    /** Of tokens that are signed with this secret, by HS256, by this machine's clock. */
    public static TokenCheck ofSecret(byte[] secret) {
        return new TokenCheck(
                new SingleKeyJWSKeySelector<>(JWSAlgorithm.HS256, hmacKey(secret)), Duration.ZERO, null, null);
    }

    /** Of tokens of another issuer, with the public key of RS256 or ES256. */
    public static TokenCheck ofKey(PublicKey key, Duration skew, @Nullable String issuer, @Nullable String audience) {
        return new TokenCheck(new SingleKeyJWSKeySelector<>(algorithm(key), key), skew, issuer, audience);
    }

    /** Of tokens of another issuer, by RS256 or ES256, with the keys at this address. */
    public static TokenCheck ofKeySet(URI keys, Duration skew, @Nullable String issuer, @Nullable String audience) {
        try {
            return new TokenCheck(
                    new JWSVerificationKeySelector<>(
                            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256),
                            JWKSourceBuilder.create(keys.toURL())
                                    .refreshAheadCache(false) // its thread would be no daemon, and keep the JVM
                                    .retrying(true)
                                    .build()),
                    skew,
                    issuer,
                    audience);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("keys are at an address of http or https, not " + keys, e);
        }
    }

    static Key hmacKey(byte[] secret) {
        if (secret.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("the secret for HS256 has at least " + MIN_SECRET_BYTES
                    + " bytes, better random ones, not " + secret.length);
        }
        return new SecretKeySpec(secret, "HmacSHA256");
    }

    private static JWSAlgorithm algorithm(PublicKey key) {
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= MIN_RSA_BITS) {
            return JWSAlgorithm.RS256;
        }
        if (key instanceof ECPublicKey ec
                && ec.getParams().getCurve().getField().getFieldSize() == P256_BITS) {
            return JWSAlgorithm.ES256;
        }
        throw new IllegalArgumentException("a key for tokens is of RSA with at least " + MIN_RSA_BITS
                + " bits or of the curve P-256, not " + key.getAlgorithm());
    }

    /**
     * Whose token it is.
     *
     * @throws Refusal if it is not accepted
     */
    public Verified check(String token, Instant now) throws Refusal {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            Instant until = until(claims);
            checkTimes(claims, until, now);
            checkOrigin(claims);
            return new Verified(user(claims), until);
        } catch (ParseException | BadJOSEException | JOSEException | RuntimeException e) {
            LOG.debug("a token was refused", e);
            throw new Refusal(401, "invalid token");
        }
    }

    private Instant until(JWTClaimsSet claims) throws Refusal {
        Date expires = claims.getExpirationTime();
        if (expires == null) {
            throw new Refusal(401, "a token says when it expires");
        }
        return expires.toInstant().plus(skew);
    }

    private void checkTimes(JWTClaimsSet claims, Instant until, Instant now) throws Refusal {
        Verified.checkExpired(until, now);
        if (isLater(claims.getNotBeforeTime(), now) || isLater(claims.getIssueTime(), now)) {
            throw new Refusal(401, "token not yet valid");
        }
    }

    private boolean isLater(@Nullable Date time, Instant now) {
        return time != null && time.toInstant().isAfter(now.plus(skew));
    }

    private void checkOrigin(JWTClaimsSet claims) throws Refusal {
        if (issuer != null && !issuer.equals(claims.getIssuer())) {
            throw new Refusal(401, "token of another issuer");
        }
        if (audience != null && !claims.getAudience().contains(audience)) {
            throw new Refusal(401, "token for another audience");
        }
    }

    private static User user(JWTClaimsSet claims) throws ParseException, Refusal {
        String subject = claims.getSubject();
        String username = claims.getStringClaim("username");
        String name = username == null ? subject : username;
        if (name == null) {
            throw new Refusal(401, "a token says whose it is, by username or sub");
        }
        String role = claims.getStringClaim("role");
        return new User(subject == null ? name : subject, name, role == null ? User.USER : role);
    }
}
