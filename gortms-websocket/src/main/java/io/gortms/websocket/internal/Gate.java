package io.gortms.websocket.internal;

import io.gortms.websocket.User;
import io.gortms.websocket.internal.auth.Identity;
import io.gortms.websocket.internal.auth.Permissions;
import io.gortms.websocket.internal.auth.Refusal;
import io.gortms.websocket.internal.auth.SignatureCheck;
import io.gortms.websocket.internal.auth.SignedRequest;
import io.gortms.websocket.internal.net.Handshake;
import io.gortms.websocket.internal.token.TokenCheck;
import io.gortms.websocket.internal.token.Verified;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out who a client is: a service by its signature, or a user by a token; anybody, if neither is asked for. */
final class Gate {

    private static final String BEARER = "bearer ";
    private static final String BEARER_PROTOCOL = "gortms.bearer.";
    private static final Set<String> OF_USERS = Set.of("consume:*");

    private final @Nullable SignatureCheck signatures;
    private final List<TokenCheck> tokens;
    private final InstantSource clock;

    /**
     * A gate.
     *
     * @param signatures null if there are no services
     * @param tokens those that are asked in turn; none if there are no users
     */
    Gate(@Nullable SignatureCheck signatures, List<TokenCheck> tokens, InstantSource clock) {
        this.signatures = signatures;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * Who it is.
     *
     * @param permission what is needed, or null if everybody may who is known
     * @throws Refusal if it is not let in
     */
    Identity identify(Handshake handshake, @Nullable String permission) throws Refusal {
        if (signatures == null && tokens.isEmpty()) {
            return Identity.ANYBODY;
        }
        String token = tokens.isEmpty() ? null : token(handshake);
        if (token != null) {
            Verified verified = verified(token);
            User user = verified.user();
            Identity identity =
                    new Identity(user.username(), user.isAdmin() ? Permissions.ALL : OF_USERS, verified::checkExpired);
            if (permission != null) {
                identity.require(permission);
            }
            return identity;
        }
        if (signatures == null) {
            throw new Refusal(401, "missing bearer token");
        }
        return signatures.check(new SignedRequest(
                "GET",
                handshake.path(),
                handshake.header("X-Service-ID"),
                handshake.header("X-Timestamp"),
                handshake.header("X-Signature"),
                handshake.secure(),
                handshake.remote().getAddress(),
                permission));
    }

    private static @Nullable String token(Handshake handshake) {
        String authorization = handshake.header("Authorization");
        if (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return authorization.substring(BEARER.length()).strip();
        }
        String protocols = handshake.header("Sec-WebSocket-Protocol");
        if (protocols != null) {
            for (String protocol : protocols.split("[,;]", -1)) {
                if (protocol.strip().startsWith(BEARER_PROTOCOL)) {
                    return protocol.strip().substring(BEARER_PROTOCOL.length());
                }
            }
        }
        return null;
    }

    private Verified verified(String token) throws Refusal {
        Refusal first = null;
        for (TokenCheck check : tokens) {
            try {
                return check.check(token, clock.instant());
            } catch (Refusal e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? new Refusal(401, "invalid token") : first;
    }
}
