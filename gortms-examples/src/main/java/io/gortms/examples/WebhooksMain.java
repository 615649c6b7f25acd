package io.gortms.examples;

import io.gortms.Broker;
import io.gortms.webhooks.AddressPolicy;
import io.gortms.webhooks.AttemptQuery;
import io.gortms.webhooks.DispatchReceipt;
import io.gortms.webhooks.RetrySchedule;
import io.gortms.webhooks.SignatureProfile;
import io.gortms.webhooks.WebhookAttempt;
import io.gortms.webhooks.WebhookEndpoint;
import io.gortms.webhooks.WebhookSecret;
import io.gortms.webhooks.Webhooks;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Webhooks with both ends in one program: a receiver on loopback that verifies every signature and fails three times before it
 * recovers, and a sender that tries again by its schedule until all three orders have arrived.
 *
 * <p>Takes a data directory as its only argument; default {@code gortms-data/webhooks} below the current directory.
 */
public final class WebhooksMain {

    /**
     * What is sent.
     *
     * @param id the order
     * @param amount what it costs
     */
    public record Order(String id, double amount) {}

    private static final int FAILURES = 3;
    private static final int UNAUTHORIZED = 401;
    private static final List<Order> ORDERS =
            List.of(new Order("ord_1", 99.99), new Order("ord_2", 5), new Order("ord_3", 17.5));

    /** At once, then again after 0.2, 0.4, 0.8 and 1.6 seconds; in earnest there would be hours between. */
    private static final RetrySchedule SCHEDULE =
            RetrySchedule.exponential(Duration.ofMillis(200), 2.0, Duration.ofSeconds(5), 5);

    private final PrintStream out;
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger handled = new AtomicInteger();

    WebhooksMain(PrintStream out) {
        this.out = out;
    }

    /** Runs the program; exits with 1 if not everything arrived, with 2 if it was called wrongly. */
    public static void main(String[] args) throws IOException {
        if (args.length > 1) {
            System.err.println("usage: WebhooksMain [DATA_DIRECTORY]");
            System.exit(2);
        }
        Path directory = Path.of(args.length == 1 ? args[0] : "gortms-data/webhooks");
        System.exit(new WebhooksMain(System.out).run(directory) ? 0 : 1);
    }

    /** Returns whether each order was handled once, and a request with another secret was refused. */
    boolean run(Path directory) throws IOException {
        out.println("data directory: " + directory.toAbsolutePath());
        for (int attempt = 1; attempt <= SCHEDULE.attempts(); attempt++) {
            Duration delay = SCHEDULE.delayBefore(attempt, 0);
            out.println("schedule: attempt " + attempt
                    + (attempt == 1 ? " at once" : " after " + delay.toMillis() + " ms"));
        }
        String secret = WebhookSecret.generate().reveal();
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key); // in earnest it is kept elsewhere, and is the same at each start
        try (WebhookReceiverMain receiver =
                new WebhookReceiverMain(0, WebhookReceiverMain.verifier("standard", secret), this::handle, out)) {
            return send("http://127.0.0.1:" + receiver.port() + "/callback", secret, key, directory);
        }
    }

    /** The receiver has verified the signature when this is called. */
    private void handle(String id, byte[] body) {
        if (received.incrementAndGet() <= FAILURES) {
            throw new IllegalStateException("genuine, but the receiver is not ready yet");
        }
        handled.incrementAndGet();
        out.println("handled: " + id + ": " + new String(body, StandardCharsets.UTF_8));
    }

    private boolean send(String url, String secret, byte[] key, Path directory) {
        AddressPolicy loopbackToo = AddressPolicy.publicOnly().allowLoopback().allowPlainHttp();
        // tag::webhooks[]
        try (Broker broker = Broker.builder().dataDirectory(directory).build();
                Webhooks webhooks = Webhooks.builder(broker)
                        .secretsKey(key)
                        .profile(SignatureProfile.STANDARD)
                        .addressPolicy(loopbackToo) // default: https and public addresses only
                        .build()) {
            webhooks.register(WebhookEndpoint.of("acme", url)
                    .signer(SignatureProfile.STANDARD)
                    .secret(secret)
                    .events("order.*")
                    .schedule(SCHEDULE));

            // When dispatch returns, the order is in the journal, and arrives though this process dies.
            List<DispatchReceipt> receipts = new ArrayList<>();
            for (Order order : ORDERS) {
                receipts.add(webhooks.dispatch("order.paid", order));
            }

            boolean settled = webhooks.awaitSettled(Duration.ofSeconds(30));
            receipts.forEach(receipt -> printAttempts(webhooks, receipt.id()));
            return settled && handled.get() == ORDERS.size() && isRefused(webhooks, url);
        }
        // end::webhooks[]
    }

    private void printAttempts(Webhooks webhooks, String id) {
        List<WebhookAttempt> attempts =
                new ArrayList<>(webhooks.attempts(AttemptQuery.newest().id(id)));
        Collections.reverse(attempts); // oldest first
        for (WebhookAttempt attempt : attempts) {
            out.println("attempt " + attempt.attempt() + " of " + id + " at " + attempt.endpoint() + ": status "
                    + attempt.status() + " in " + attempt.duration().toMillis() + " ms, " + attempt.outcome()
                    + (attempt.nextAttemptAt() == null ? "" : ", again at " + attempt.nextAttemptAt()));
        }
    }

    private boolean isRefused(Webhooks webhooks, String url) {
        String stranger = WebhookSecret.generate().reveal();
        WebhookAttempt attempt = webhooks.send(url, stranger, "order.paid", ORDERS.get(0));
        out.println("signed with another secret: status " + attempt.status());
        return attempt.status() == UNAUTHORIZED;
    }
}
