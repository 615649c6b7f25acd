package io.gortms.websocket.internal.auth;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the signature of a service: in a fixed order, so that it can be relied on what a refusal means. Safe for use by any
 * thread. What was accepted is not accepted again; that is remembered until the process ends, and the next one refuses what was
 * signed before the second in which it was started. Not promised: that a signature of that very second is accepted once only.
 */
public final class SignatureCheck {

    private static final Logger LOG = LoggerFactory.getLogger(SignatureCheck.class);
    private static final byte[] NO_BODY = {};
    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    private final Accounts accounts;
    private final Duration window;
    private final boolean requireTls;
    private final InstantSource clock;
    private final SeenSignatures seen;
    private final Instant startedAt;
    private final AtomicLong warnedNanos = new AtomicLong(System.nanoTime() - QUIET_NANOS);

    /**
     * A check against these accounts.
     *
     * @param window how far a timestamp may be from now, either way
     * @param requireTls whether services have to come by TLS
     */
    public SignatureCheck(Accounts accounts, Duration window, boolean requireTls, InstantSource clock) {
        this(accounts, window, requireTls, clock, accounts.seen());
    }

    SignatureCheck(Accounts accounts, Duration window, boolean requireTls, InstantSource clock, SeenSignatures seen) {
        this.accounts = accounts;
        this.window = window;
        this.requireTls = requireTls;
        this.clock = clock;
        this.seen = seen;
        this.startedAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Who it is.
     *
     * @throws Refusal if it is not let in
     */
    public Identity check(SignedRequest request) throws Refusal {
        String service = request.service();
        String timestamp = request.timestamp();
        String signature = request.signature();
        if (service == null || timestamp == null || signature == null) {
            throw new Refusal(401, "missing HMAC headers");
        }
        checkTls(request, service);
        Instant now = clock.instant();
        Instant signedAt = signedAt(timestamp, now);
        Account account = enabled(service);
        String secret = secret(account, request, timestamp, signature, now);
        if (secret == null) {
            throw new Refusal(401, "invalid signature");
        }
        checkAllowed(account, request);
        if (!seen.isFirst(service, signature, signedAt, window, now)) {
            throw new Refusal(401, "invalid signature");
        }
        return new Identity(
                service, account.permissions(), later -> checkStanding(account, secret, request.address(), later));
    }

    /** The permissions were handed out with the connection: if one is taken away, the service has to come again. */
    private void checkStanding(Account before, String secret, InetAddress address, Instant now) throws Refusal {
        Account account = enabled(before.id());
        if (!account.secretsAt(now).contains(secret)) {
            throw new Refusal(401, "the secret is not valid any more");
        }
        checkAddress(account, address);
        if (!account.permissions().containsAll(before.permissions())) {
            throw new Refusal(403, "permissions have been taken away");
        }
    }

    private void checkTls(SignedRequest request, String service) throws Refusal {
        if (requireTls && !request.secure()) {
            long last = warnedNanos.get();
            long now = System.nanoTime();
            if (now - last >= QUIET_NANOS && warnedNanos.compareAndSet(last, now)) {
                LOG.warn(
                        "the service '{}' at {} came without TLS and was refused; more of these are not logged for a minute",
                        service.replaceAll("[^\\x20-\\x7e]", "?"),
                        request.address().getHostAddress());
            }
            throw new Refusal(404, "not found");
        }
    }

    private Instant signedAt(String timestamp, Instant now) throws Refusal {
        try {
            Instant signedAt = OffsetDateTime.parse(timestamp).toInstant();
            if (Duration.between(signedAt, now).abs().compareTo(window) <= 0 && !signedAt.isBefore(startedAt)) {
                return signedAt;
            }
        } catch (DateTimeException e) {
            // as one that is too old
        }
        throw new Refusal(401, "timestamp outside valid window");
    }

    private Account enabled(String service) throws Refusal {
        Account account = accounts.find(service);
        if (account == null) {
            throw new Refusal(401, "invalid service");
        }
        if (!account.enabled()) {
            throw new Refusal(401, "service disabled");
        }
        return account;
    }

    /** The secret that it was signed with, or null if it is none of the account's. */
    private static @Nullable String secret(
            Account account, SignedRequest request, String timestamp, String signature, Instant now) {
        byte[] given = signature.getBytes(StandardCharsets.UTF_8);
        String signedWith = null;
        for (String secret : account.secretsAt(now)) {
            String right = Hmac.sign(secret, request.method(), request.path(), NO_BODY, timestamp);
            if (MessageDigest.isEqual(given, right.getBytes(StandardCharsets.UTF_8))) {
                signedWith = secret;
            }
        }
        return signedWith;
    }

    private static void checkAllowed(Account account, SignedRequest request) throws Refusal {
        checkAddress(account, request.address());
        String permission = request.permission();
        if (permission != null) {
            Permissions.require(account.permissions(), permission);
        }
    }

    private static void checkAddress(Account account, InetAddress address) throws Refusal {
        boolean isFromThere = account.addresses().isEmpty()
                || account.addresses().stream().anyMatch(rule -> AddressRule.matches(rule, address));
        if (!isFromThere) {
            throw new Refusal(403, "IP not whitelisted");
        }
    }
}
