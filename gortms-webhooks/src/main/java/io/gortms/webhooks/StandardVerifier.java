package io.gortms.webhooks;

import io.gortms.CheckReturnValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the signatures of <a href="https://www.standardwebhooks.com">Standard Webhooks</a>, {@code v1} (HMAC-SHA256, compared
 * in constant time) and {@code v1a} (Ed25519). Made by {@link WebhookVerifier#standard(String...)}. Immutable: each setter
 * returns a new one, the result of which must be used. Safe for use by any thread.
 *
 * <p>One matching signature of one secret is enough, so secrets can be exchanged without a gap at either side. Signatures of
 * versions it does not know are passed over; of very many signatures it looks at the first 32.
 */
public final class StandardVerifier implements WebhookVerifier {

    /** How old or ahead an attempt may be unless said otherwise. */
    public static final Duration DEFAULT_TOLERANCE = Duration.ofMinutes(5);

    // within what an Instant can hold
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,16}");

    private final StandardKeys keys;
    private final Duration tolerance;
    private final InstantSource clock;
    private final @Nullable ReplayCache replayCache;

    private StandardVerifier(
            StandardKeys keys, Duration tolerance, InstantSource clock, @Nullable ReplayCache replayCache) {
        this.keys = keys;
        this.tolerance = tolerance;
        this.clock = clock;
        this.replayCache = replayCache;
    }

    static StandardVerifier of(String... secrets) {
        requireAny(secrets);
        return new StandardVerifier(
                StandardKeys.read(Arrays.asList(secrets)), DEFAULT_TOLERANCE, InstantSource.system(), null);
    }

    static void requireAny(String... secrets) {
        if (secrets.length == 0) {
            throw new IllegalArgumentException("nothing can be verified without a secret");
        }
    }

    /**
     * The same verifier, letting in attempts that are this old or ahead; default 5 minutes. Whole seconds count.
     *
     * @throws IllegalArgumentException if it is shorter than a second
     */
    @CheckReturnValue
    public StandardVerifier tolerance(Duration value) {
        if (value.toSeconds() < 1) {
            throw new IllegalArgumentException("tolerance is at least one second, not " + value);
        }
        return new StandardVerifier(keys, value, clock, replayCache);
    }

    /** The same verifier with this clock; default is the system's. */
    @CheckReturnValue
    public StandardVerifier clock(InstantSource value) {
        return new StandardVerifier(keys, tolerance, Objects.requireNonNull(value, "clock"), replayCache);
    }

    /** The same verifier, refusing attempts that this cache has seen; default is none, so that copies are let in. */
    @CheckReturnValue
    public StandardVerifier replayCache(ReplayCache value) {
        return new StandardVerifier(keys, tolerance, clock, Objects.requireNonNull(value, "replayCache"));
    }

    @Override
    public Verification verify(Map<String, ?> headers, byte[] body) {
        RequestHeaders request = new RequestHeaders(headers);
        Set<String> ids = request.values(SignatureProfile.STANDARD_ID);
        Set<String> timestamps = request.values(SignatureProfile.STANDARD_TIMESTAMP);
        Set<String> signatures = request.values(SignatureProfile.STANDARD_SIGNATURE);
        if (ids.isEmpty()) {
            return Verification.refused(VerificationReason.MISSING_ID);
        }
        if (timestamps.isEmpty()) {
            return Verification.refused(VerificationReason.MISSING_TIMESTAMP);
        }
        if (signatures.isEmpty()) {
            return Verification.refused(VerificationReason.MISSING_SIGNATURE);
        }
        if (ids.size() > 1 || timestamps.size() > 1) {
            return Verification.refused(VerificationReason.AMBIGUOUS_HEADER);
        }
        return verify(ids.iterator().next(), timestamps.iterator().next(), signatures, body);
    }

    private Verification verify(String id, String timestamp, Set<String> signatures, byte[] body) {
        if (!SECONDS.matcher(timestamp).matches()) {
            return Verification.refused(VerificationReason.MALFORMED_TIMESTAMP);
        }
        Instant attemptedAt = Instant.ofEpochSecond(Long.parseLong(timestamp));
        Instant now = clock.instant();
        long ageSeconds = now.getEpochSecond() - attemptedAt.getEpochSecond();
        if (ageSeconds > tolerance.toSeconds()) {
            return Verification.refused(VerificationReason.TOO_OLD);
        }
        if (-ageSeconds > tolerance.toSeconds()) {
            return Verification.refused(VerificationReason.TOO_NEW);
        }
        byte[] head = (id + '.' + timestamp + '.').getBytes(StandardCharsets.UTF_8);
        List<String> several = signatures.stream()
                .flatMap(header -> Arrays.stream(header.split(" ", -1)))
                .toList();
        if (!keys.anyMatches(several, head, body)) {
            return Verification.refused(VerificationReason.NO_MATCHING_SIGNATURE);
        }
        boolean isNew = replayCache == null || replayCache.add(id + '.' + timestamp, now, letInUntil(attemptedAt));
        return new Verification(isNew ? VerificationReason.GENUINE : VerificationReason.REPLAYED, id, attemptedAt);
    }

    private Instant letInUntil(Instant attemptedAt) {
        long longestSeconds = Instant.MAX.getEpochSecond() - attemptedAt.getEpochSecond();
        return attemptedAt.plusSeconds(Math.min(tolerance.toSeconds(), longestSeconds - 1) + 1);
    }
}
