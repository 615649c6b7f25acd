package io.gortms.websocket.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.ManualClock;
import io.gortms.websocket.ServiceAccounts;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures of services, and in which order they are refused. */
class SignatureCheckTest {

    private static final String SECRET = "a1b2c3d4e5f6789012345678901234567890abcdef123456789012345678901234";
    private static final String TIME = "2024-06-22T14:30:22Z";
    private static final Instant START = Instant.parse("2024-06-22T14:00:00Z");
    private static final String PATH = "/api/domains/orders/queues/pending/messages";
    private static final byte[] NO_BODY = {};
    private static final byte[] KEY = new byte[32];

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock(Instant.parse(TIME));
    private boolean earlier = true;
    private ServiceAccounts services;
    private Accounts accounts;

    @BeforeEach
    void open() {
        Path file = directory.resolve("services.json");
        services = ServiceAccounts.open(file, KEY, clock);
        services.add("billing", SECRET, List.of("consume:orders"));
        accounts = new Accounts(file, KEY);
    }

    /** A request that is right, to be changed. */
    private record Request(
            String service, String time, String signature, boolean secure, String address, String permission) {

        SignedRequest asIs() throws Exception {
            return new SignedRequest(
                    "GET", PATH, service, time, signature, secure, InetAddress.getByName(address), permission);
        }
    }

    private static Request right() {
        return new Request(
                "billing", TIME, Hmac.sign(SECRET, "GET", PATH, NO_BODY, TIME), true, "10.1.2.3", "consume:orders");
    }

    private SignatureCheck check(boolean requireTls) {
        return new SignatureCheck(accounts, Duration.ofMinutes(5), requireTls, clock);
    }

    /** One that has run for the whole window. */
    private SignatureCheck startedEarlier() {
        SignatureCheck check =
                new SignatureCheck(accounts, Duration.ofMinutes(5), false, () -> earlier ? START : clock.instant());
        earlier = false;
        return check;
    }

    private static void refused(SignatureCheck check, Request request, int status, String text) {
        assertThatThrownBy(() -> check.check(request.asIs())).isInstanceOfSatisfying(Refusal.class, e -> {
            assertThat(e.text()).isEqualTo(text);
            assertThat(e.status()).isEqualTo(status);
        });
    }

    @Test
    void vectors() {
        byte[] body = "{\"customer\":\"john\",\"amount\":100}".getBytes(StandardCharsets.UTF_8);
        assertThat(Hmac.sign(SECRET, "POST", PATH, body, TIME))
                .isEqualTo("sha256=ab8a36aa05e6e7df63643613f31667623879298ab9f5cbc94a6a312258c22a8d");
        assertThat(Hmac.sign(SECRET, "GET", PATH, NO_BODY, TIME))
                .isEqualTo("sha256=fd70d3b165bacd2d0f0226a85db75a75aafb286d4af27197d33a915d52edbeea");
    }

    @Test
    void oneThatIsRight() throws Exception {
        Identity identity = check(true).check(right().asIs());
        assertThat(identity.name()).isEqualTo("billing");
        assertThat(identity.may("consume:orders")).isTrue();
        assertThat(identity.may("publish:orders")).isFalse();
    }

    /** Each request has all faults that are looked for later, too. */
    @Test
    void refusalsInTheirOrder() {
        String old = "2020-01-01T00:00:00Z";
        services.add("off", SECRET, List.of());
        services.enable("off", false);
        services.add("elsewhere", SECRET, List.of());
        services.allowFrom("elsewhere", List.of("192.168.0.0/16"));
        accounts = new Accounts(directory.resolve("services.json"), KEY);
        SignatureCheck check = check(true);
        String signed = right().signature();
        String none = "sha256=00";
        refused(check, new Request(null, old, none, false, "10.1.2.3", "publish:x"), 401, "missing HMAC headers");
        refused(check, new Request("who", null, none, false, "10.1.2.3", "publish:x"), 401, "missing HMAC headers");
        refused(check, new Request("who", old, null, false, "10.1.2.3", "publish:x"), 401, "missing HMAC headers");
        refused(check, new Request("who", old, none, false, "10.1.2.3", "publish:x"), 404, "not found");
        refused(
                check,
                new Request("who", old, none, true, "10.1.2.3", "publish:x"),
                401,
                "timestamp outside valid window");
        refused(check, new Request("who", TIME, none, true, "10.1.2.3", "publish:x"), 401, "invalid service");
        refused(check, new Request("off", TIME, none, true, "10.1.2.3", "publish:x"), 401, "service disabled");
        refused(check, new Request("elsewhere", TIME, none, true, "10.1.2.3", "publish:x"), 401, "invalid signature");
        refused(
                check,
                new Request("elsewhere", TIME, signed, true, "10.1.2.3", "publish:x"),
                403,
                "IP not whitelisted");
        refused(
                check,
                new Request("elsewhere", TIME, signed, true, "192.168.7.7", "publish:x"),
                403,
                "insufficient permissions for publish:x");
    }

    @Test
    void timestamps() throws Exception {
        SignatureCheck check = startedEarlier();
        for (String wrong : List.of("", "now", "2024-06-22", "2024-06-22T14:30:22", "1719066622")) {
            refused(
                    check,
                    new Request("billing", wrong, right().signature(), true, "10.1.2.3", null),
                    401,
                    "timestamp outside valid window");
        }
        for (String time : List.of("2024-06-22T14:25:22Z", "2024-06-22T16:35:22.000+02:00")) {
            String signature = Hmac.sign(SECRET, "GET", PATH, NO_BODY, time);
            assertThat(check.check(new Request("billing", time, signature, true, "10.1.2.3", null).asIs())
                            .name())
                    .isEqualTo("billing");
        }
        for (String time : List.of("2024-06-22T14:25:21.999Z", "2024-06-22T14:35:22.001Z")) {
            String signature = Hmac.sign(SECRET, "GET", PATH, NO_BODY, time);
            refused(
                    check,
                    new Request("billing", time, signature, true, "10.1.2.3", null),
                    401,
                    "timestamp outside valid window");
        }
    }

    /** What was accepted before is not known any more. */
    @Test
    void whatWasSignedBeforeTheStart() throws Exception {
        clock.advance(Duration.ofMillis(1500));
        SignatureCheck check = check(false);
        refused(check, right(), 401, "timestamp outside valid window");
        String sameSecond = "2024-06-22T14:30:23Z";
        String signature = Hmac.sign(SECRET, "GET", PATH, NO_BODY, sameSecond);
        assertThat(check.check(new Request("billing", sameSecond, signature, true, "10.1.2.3", null).asIs())
                        .name())
                .isEqualTo("billing");
    }

    @Test
    void aSignatureIsAcceptedOnce() throws Exception {
        SignatureCheck check = check(false);
        clock.advance(Duration.ofMinutes(5)); // as late as it may be
        check.check(right().asIs());
        refused(check, right(), 401, "invalid signature");
        String later = "2024-06-22T14:30:22.001Z";
        check.check(
                new Request("billing", later, Hmac.sign(SECRET, "GET", PATH, NO_BODY, later), true, "10.1.2.3", null)
                        .asIs());
    }

    @Test
    void aSignatureIsAcceptedOnceAlsoWhenTheClockIsSetBack() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(START);
        SignatureCheck check = new SignatureCheck(accounts, Duration.ofMinutes(5), false, now::get);
        now.set(Instant.parse(TIME));
        check.check(right().asIs());
        String later = now.get().plus(Duration.ofMinutes(6)).toString();
        now.set(Instant.parse(later));
        check.check(signedAt(later).asIs());
        now.set(Instant.parse(TIME));
        refused(check, right(), 401, "invalid signature");
        String next = Instant.parse(TIME).plusMillis(1).toString();
        assertThat(check.check(signedAt(next).asIs()).name()).isEqualTo("billing");
    }

    private static Request signedAt(String time) {
        return new Request(
                "billing", time, Hmac.sign(SECRET, "GET", PATH, NO_BODY, time), true, "10.1.2.3", "consume:orders");
    }

    @Test
    void whatIsRememberedIsBounded() throws Exception {
        SignatureCheck check = new SignatureCheck(accounts, Duration.ofMinutes(5), false, clock, new SeenSignatures(1));
        check.check(right().asIs());
        String later = "2024-06-22T14:30:23Z";
        Request next =
                new Request("billing", later, Hmac.sign(SECRET, "GET", PATH, NO_BODY, later), true, "10.1.2.3", null);
        refused(check, next, 401, "invalid signature");
        clock.advance(Duration.ofMinutes(5).plusMillis(1)); // the first is too old for any check now
        assertThat(check.check(next.asIs()).name()).isEqualTo("billing");
    }

    @Test
    void theOldSecretForAWhile() throws Exception {
        String fresh = services.rotate("billing", Duration.ofMinutes(2));
        assertThat(fresh).matches("[0-9a-f]{64}");
        accounts = new Accounts(directory.resolve("services.json"), KEY);
        SignatureCheck check = check(false);
        check.check(right().asIs());
        check.check(new Request("billing", TIME, Hmac.sign(fresh, "GET", PATH, NO_BODY, TIME), true, "10.1.2.3", null)
                .asIs());
        clock.advance(Duration.ofMinutes(2));
        String later = "2024-06-22T14:32:22Z";
        refused(
                check,
                new Request("billing", later, Hmac.sign(SECRET, "GET", PATH, NO_BODY, later), true, "10.1.2.3", null),
                401,
                "invalid signature");
    }

    @Test
    void anotherPathOrMethodOrAnUpperCaseDigit() {
        String elsewhere = Hmac.sign(SECRET, "GET", PATH + "/x", NO_BODY, TIME);
        String posted = Hmac.sign(SECRET, "POST", PATH, NO_BODY, TIME);
        String upper = right().signature().toUpperCase(java.util.Locale.ROOT).replace("SHA", "sha");
        for (String signature :
                List.of(elsewhere, posted, upper, right().signature().substring(7), "")) {
            refused(
                    check(false),
                    new Request("billing", TIME, signature, true, "10.1.2.3", null),
                    401,
                    "invalid signature");
        }
    }
}
