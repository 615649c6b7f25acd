package io.gortms.websocket.internal.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.gortms.websocket.User;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

/** Makes tokens, signed by HS256. Safe for use by any thread. */
public final class TokenMaker {

    private final byte[] secret;

    /** With this secret, of at least 32 bytes. */
    public TokenMaker(byte[] secret) {
        var unused = TokenCheck.hmacKey(secret);
        this.secret = secret.clone();
    }

    /** A token of this user. */
    public String make(User user, Instant now, Duration lifetime) {
        Instant issued = now.truncatedTo(ChronoUnit.SECONDS); // tokens know whole seconds
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject(user.id())
                .claim("username", user.username())
                .claim("role", user.role())
                .issueTime(Date.from(issued))
                .expirationTime(Date.from(issued.plus(lifetime)))
                .build();
        try {
            SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
            token.sign(new MACSigner(secret));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JVM has HmacSHA256", e);
        }
    }

    /** The check of its tokens. */
    public TokenCheck check() {
        return TokenCheck.ofSecret(secret);
    }
}
