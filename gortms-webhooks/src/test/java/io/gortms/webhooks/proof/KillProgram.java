package io.gortms.webhooks.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gortms.Broker;
import io.gortms.CircuitBreakerPolicy;
import io.gortms.webhooks.AddressPolicy;
import io.gortms.webhooks.DispatchReceipt;
import io.gortms.webhooks.EndpointStatus;
import io.gortms.webhooks.FailurePolicy;
import io.gortms.webhooks.RetrySchedule;
import io.gortms.webhooks.WebhookEndpoint;
import io.gortms.webhooks.Webhooks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What is killed: dispatches numbered events, and notes each receipt in a file when it has it. */
final class KillProgram {

    static final String SECRET = "my_secret_key";
    static final String EVENT = "order.paid";
    static final String FIFO = "fifo";
    static final String FLAKY = "flaky";
    static final String WIDE = "wide";
    static final List<String> ENDPOINTS = List.of("plain", WIDE, FLAKY, FIFO);

    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    private static final int MOST_WAITING = 200;
    private static final Duration BOUND = Duration.ofMinutes(5);

    /** Retries that come soon and are never given up, and pauses that are over soon. */
    private static final RetrySchedule SCHEDULE =
            RetrySchedule.exponential(Duration.ofMillis(200), 1.5, Duration.ofSeconds(1), 1_000_000);

    private static final FailurePolicy FAILURES = FailurePolicy.defaults()
            .pauses(4, Duration.ofMillis(10), Duration.ofMillis(40))
            .breaker(CircuitBreakerPolicy.defaults()
                    .windowSize(20)
                    .successThreshold(1)
                    .openTimeout(Duration.ofMillis(50)));

    private KillProgram() {}

    /** Arguments: data directory, file for receipts, the receiver's URL, the first event's number, how many, and whether to end. */
    public static void main(String[] args) throws IOException {
        Path receipts = Path.of(args[1]);
        long first = Long.parseLong(args[3]);
        long count = Long.parseLong(args[4]);
        boolean toTheEnd = Boolean.parseBoolean(args[5]);
        try (Broker broker = Broker.builder().dataDirectory(Path.of(args[0])).build();
                Webhooks webhooks = Webhooks.builder(broker)
                        .secretsKey(KEY)
                        .addressPolicy(
                                AddressPolicy.publicOnly().allowLoopback().allowPlainHttp())
                        .build();
                FileChannel file = FileChannel.open(receipts, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            if (webhooks.endpoints().isEmpty()) {
                register(webhooks, args[2]);
            }
            for (long number = first; number < first + count; number++) {
                DispatchReceipt receipt = webhooks.dispatch(EVENT, number);
                file.write(ByteBuffer.wrap((number + " " + receipt.id() + "\n").getBytes(UTF_8)));
                awaitRoom(webhooks);
            }
            if (toTheEnd) {
                end(webhooks);
            } else {
                LockSupport.park(); // until it is killed
            }
        }
    }

    private static void register(Webhooks webhooks, String url) {
        for (String id : ENDPOINTS) {
            WebhookEndpoint endpoint = WebhookEndpoint.of(id, url + id)
                    .secret(SECRET)
                    .schedule(SCHEDULE)
                    .failures(FAILURES)
                    .maxInFlight(id.equals(WIDE) ? 16 : 4);
            webhooks.register(id.equals(FIFO) ? endpoint.fifo() : endpoint);
        }
    }

    /** Goes no faster than the slowest, so that a death finds everything under way. */
    private static void awaitRoom(Webhooks webhooks) {
        while (webhooks.endpoint(FIFO).waiting() > MOST_WAITING) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private static void end(Webhooks webhooks) {
        if (!webhooks.awaitSettled(BOUND)) {
            throw new IllegalStateException("not everything was delivered within " + BOUND);
        }
        long deadLetters = webhooks.endpoints().stream()
                .mapToLong(EndpointStatus::deadLetters)
                .sum();
        if (deadLetters > 0) {
            throw new IllegalStateException(deadLetters + " were given up");
        }
    }
}
