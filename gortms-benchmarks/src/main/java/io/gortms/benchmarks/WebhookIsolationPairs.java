package io.gortms.benchmarks;

import io.gortms.Broker;
import io.gortms.webhooks.AddressPolicy;
import io.gortms.webhooks.WebhookEndpoint;
import io.gortms.webhooks.Webhooks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * What two endpoints that do not work cost eight that do, in {@link Pairs}: with them, one never answers and one refuses every
 * connection. Events are dispatched at a steady rate to all; the time is the 99th percentile from the call of dispatch to the arrival
 * at the receiver, of the eight that work.
 */
public final class WebhookIsolationPairs {

    private static final int WORKING = 8;
    private static final int WARM_UP = 500;
    private static final long BOUND_SECONDS = 60;
    private static final double P99 = 99;
    private static final String HANGS = "/hangs";
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private final int events;
    private final long gapNanos;
    private final LoopbackReceiver receiver = new LoopbackReceiver(this::onRequest);
    private volatile Run run;

    private WebhookIsolationPairs(int events, int aSecond) throws IOException {
        this.events = events;
        this.gapNanos = TimeUnit.SECONDS.toNanos(1) / aSecond;
        this.run = new Run();
    }

    /** Arguments: how many pairs (default 10), events in each half (2,000), and events a second (400). */
    public static void main(String[] args) throws IOException {
        int pairs = args.length > 0 ? Integer.parseInt(args[0]) : 10;
        int events = args.length > 1 ? Integer.parseInt(args[1]) : 2_000;
        int aSecond = args.length > 2 ? Integer.parseInt(args[2]) : 400;
        WebhookIsolationPairs work = new WebhookIsolationPairs(events, aSecond);
        try {
            Pairs.run("an endpoint that hangs and one that refuses, to p99,", pairs, work::cost);
        } finally {
            work.receiver.close();
        }
    }

    private Pairs.Cost cost(boolean withBroken) throws IOException {
        Path directory = Scratch.create();
        try (Broker broker = Broker.builder().dataDirectory(directory).build();
                Webhooks webhooks = Webhooks.builder(broker)
                        .addressPolicy(
                                AddressPolicy.publicOnly().allowLoopback().allowPlainHttp())
                        .shutdownTimeout(Duration.ZERO)
                        .build()) {
            for (int i = 0; i < WORKING; i++) {
                webhooks.register(
                        WebhookEndpoint.of("works-" + i, receiver.url("/" + i)).secret(SECRET));
            }
            if (withBroken) {
                webhooks.register(
                        WebhookEndpoint.of("hangs", receiver.url(HANGS)).secret(SECRET));
                webhooks.register(WebhookEndpoint.of("refuses", refusing()).secret(SECRET));
            }
            run = new Run();
            return run.cost(webhooks);
        } finally {
            Scratch.delete(directory);
        }
    }

    /** A port that was free just now. */
    private static String refusing() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort() + "/refuses";
        }
    }

    private boolean onRequest(String path, byte[] request, int bodyStart, int bodyEnd) {
        if (path.equals(HANGS)) {
            return false;
        }
        run.arrived(number(request, bodyEnd));
        return true;
    }

    /** The body ends in the event's number and a brace. */
    private static int number(byte[] request, int bodyEnd) {
        int number = 0;
        int digit = 1;
        for (int i = bodyEnd - 2; request[i] != ':'; i--) {
            number += digit * (request[i] - '0');
            digit *= 10;
        }
        return number;
    }

    /** One half of a pair. */
    private final class Run {

        private final long[] dispatchedNanos = new long[WARM_UP + events];
        private final Histogram nanos = new Histogram(3);
        private final CountDownLatch left = new CountDownLatch((WARM_UP + events) * WORKING);

        Pairs.Cost cost(Webhooks webhooks) {
            Stopwatch stopwatch = new Stopwatch();
            long nextNanos = System.nanoTime();
            for (int i = 0; i < dispatchedNanos.length; i++) {
                for (long wait = nextNanos - System.nanoTime(); wait > 0; wait = nextNanos - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                dispatchedNanos[i] = System.nanoTime();
                webhooks.dispatch("order.paid", i);
                nextNanos += gapNanos;
            }
            try {
                if (!left.await(BOUND_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException(left.getCount() + " webhooks did not arrive");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new Pairs.Cost(
                    nanos.getValueAtPercentile(P99),
                    stopwatch.cost(dispatchedNanos.length).processor());
        }

        /** Called by the receiver's thread; the journal has made the time of the dispatch visible. */
        void arrived(int number) {
            if (number >= WARM_UP) {
                nanos.recordValue(System.nanoTime() - dispatchedNanos[number]);
            }
            left.countDown();
        }
    }
}
