package io.gortms.websocket.internal.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.gortms.websocket.JwtIssuer;
import io.gortms.websocket.User;
import io.gortms.websocket.UserAuthenticator;
import io.gortms.websocket.UserFile;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names and passwords for tokens. Safe for use by any thread. */
public final class Login {

    private static final Logger LOG = LoggerFactory.getLogger(Login.class);
    private static final int FREE_OF_USER = 5;
    private static final int FREE_OF_ADDRESS = 20;
    private static final String FIRST_ADMIN = "admin";

    private final UserAuthenticator users;
    private final JwtIssuer issuer;
    private final InstantSource clock;
    private final AtomicLong failures = new AtomicLong();

    /** Guards the throttles; not held while a password is checked. */
    private final ReentrantLock lock = new ReentrantLock();

    private final LoginThrottle ofUsers = new LoginThrottle(FREE_OF_USER);
    private final LoginThrottle ofAddresses = new LoginThrottle(FREE_OF_ADDRESS);

    /** Lets these users log in, and gives them tokens of this issuer. */
    public Login(UserAuthenticator users, JwtIssuer issuer, InstantSource clock) {
        this.users = users;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** {@code {"username","password"}} for {@code {"user":{"id","username","role"},"token"}}. */
    Answer login(JsonNode request, InetAddress from) {
        if (!request.path("username").isTextual() || !request.path("password").isTextual()) {
            return Answer.error(400, "malformed", "a login is {\"username\":\"…\",\"password\":\"…\"}");
        }
        String username = request.path("username").asText();
        String address = from.getHostAddress();
        String who = address + " " + username.toLowerCase(Locale.ROOT);
        Duration wait = waitOf(who, address);
        if (!wait.isZero()) {
            String seconds = Long.toString(wait.plusMillis(999).toSeconds());
            return new Answer(
                    429,
                    Map.of("error", "too many failed logins; wait " + seconds + " s", "code", "too_many_failures"),
                    Map.of("Retry-After", seconds));
        }
        Optional<User> user = authenticate(username, request.path("password").asText());
        if (user.isEmpty()) {
            failed(who, address);
            return Answer.error(401, "invalid_credentials", "invalid username or password");
        }
        succeeded(who);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("user", user.get());
        body.put("token", issuer.issue(user.get()));
        return Answer.of(200, body);
    }

    private Optional<User> authenticate(String username, String password) {
        try {
            return users.authenticate(username, password);
        } catch (RuntimeException e) {
            LOG.warn("the authenticator of users failed; nobody is let in by that", e);
            return Optional.empty();
        }
    }

    private Duration waitOf(String who, String address) {
        Instant now = clock.instant();
        lock.lock();
        try {
            Duration ofUser = ofUsers.wait(who, now);
            Duration ofAddress = ofAddresses.wait(address, now);
            return ofUser.compareTo(ofAddress) > 0 ? ofUser : ofAddress;
        } finally {
            lock.unlock();
        }
    }

    private void failed(String who, String address) {
        Instant now = clock.instant();
        long all = failures.incrementAndGet();
        lock.lock();
        try {
            var unused = ofAddresses.failed(address, now);
            if (ofUsers.failed(who, now) == FREE_OF_USER) {
                LOG.warn("{} logins failed from {} and are slowed; {} failed in all", FREE_OF_USER, address, all);
            }
        } finally {
            lock.unlock();
        }
    }

    private void succeeded(String who) {
        lock.lock();
        try {
            ofUsers.succeeded(who);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the first admin can be made now. */
    boolean isBootstrapNeeded() {
        return users instanceof UserFile file && file.users().isEmpty();
    }

    /**
     * Makes the first admin of a {@link UserFile}, with a password that is shown once. Only for who is on this machine: whoever
     * comes first would be the admin.
     */
    Answer bootstrap() {
        if (users instanceof UserFile file) {
            Optional<String> password = file.bootstrap(FIRST_ADMIN);
            if (password.isPresent()) {
                LOG.info("the first admin, '{}', was made", FIRST_ADMIN);
                Map<String, Object> body = new LinkedHashMap<>();
                body.put("username", FIRST_ADMIN);
                body.put("password", password.get());
                return Answer.of(201, body);
            }
        }
        return Answer.error(409, "bootstrap_not_needed", "there are users already");
    }
}
