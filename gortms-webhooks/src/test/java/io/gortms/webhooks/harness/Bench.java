package io.gortms.webhooks.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.ManualClock;
import io.gortms.webhooks.AddressPolicy;
import io.gortms.webhooks.AttemptQuery;
import io.gortms.webhooks.EndpointEvent;
import io.gortms.webhooks.WebhookAttempt;
import io.gortms.webhooks.WebhookEndpoint;
import io.gortms.webhooks.Webhooks;
import io.gortms.webhooks.WebhooksBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A broker on a manual clock with webhooks on it, which may be opened again, and a receiver on loopback. */
public final class Bench implements AutoCloseable {

    public static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    public static final String SECRET = "my_secret_key";

    private static final Duration BOUND = Duration.ofSeconds(30);

    public final ManualClock clock = new ManualClock();
    public final Receiver receiver = new Receiver();
    private final Path directory;
    private final Consumer<WebhooksBuilder> options;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition happened = lock.newCondition();
    private final List<EndpointEvent> events = new ArrayList<>();
    private Broker broker;
    private Webhooks webhooks;

    public Bench(Path directory) {
        this(directory, builder -> {});
    }

    public Bench(Path directory, Consumer<WebhooksBuilder> options) {
        this.directory = directory;
        this.options = options;
        open();
    }

    private void open() {
        broker = Broker.builder().dataDirectory(directory).clock(clock).build();
        WebhooksBuilder builder = Webhooks.builder(broker)
                .secretsKey(KEY)
                .addressPolicy(AddressPolicy.publicOnly().allowLoopback().allowPlainHttp())
                .listener(this::onEvent);
        options.accept(builder);
        webhooks = builder.build();
    }

    private void onEvent(EndpointEvent event) {
        lock.lock();
        try {
            events.add(event);
            happened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public Webhooks webhooks() {
        return webhooks;
    }

    public Broker broker() {
        return broker;
    }

    /** Closes everything in order, and opens it again. */
    public void restart() {
        webhooks.close();
        broker.close();
        open();
    }

    /** The receiver as an endpoint, under a path of its own. */
    public WebhookEndpoint endpoint(String id) {
        return WebhookEndpoint.of(id, receiver.url("/" + id)).secret(SECRET);
    }

    public void advance(Duration duration) {
        clock.advance(duration);
    }

    /** Waits until as many attempts are in the log as were asked for, and each is settled too, which comes after. */
    public List<WebhookAttempt> attempts(int count) {
        await(() -> webhooks.attempts(AttemptQuery.newest()).size() >= count, count + " attempts");
        await(this::isNothingUnderWay, "the last one to be settled");
        List<WebhookAttempt> all = webhooks.attempts(AttemptQuery.newest());
        assertThat(all).hasSize(count);
        return all;
    }

    private boolean isNothingUnderWay() {
        int direct = broker.domain("_webhooks")
                .queue("direct")
                .group("sender")
                .stats()
                .inFlight();
        return direct == 0 && webhooks.endpoints().stream().allMatch(endpoint -> endpoint.inFlight() == 0);
    }

    /** Waits until this is so. */
    public static void await(BooleanSupplier condition, String what) {
        await(condition, BOUND, what);
    }

    /** Waits until this is so, not longer than this. */
    public static void await(BooleanSupplier condition, Duration bound, String what) {
        long end = System.nanoTime() + bound.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited for " + what + " in vain");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** Waits in a script of the receiver's. */
    public static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until an event of this kind has happened, and returns the first one. */
    public <T extends EndpointEvent> T event(Class<T> type) {
        long left = BOUND.toNanos();
        lock.lock();
        try {
            while (true) {
                for (EndpointEvent event : events) {
                    if (type.isInstance(event)) {
                        events.remove(event);
                        return type.cast(event);
                    }
                }
                left = happened.awaitNanos(left);
                assertThat(left)
                        .as("time left to wait for " + type.getSimpleName())
                        .isPositive();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }

    public void awaitSettled() {
        assertThat(webhooks.awaitSettled(BOUND))
                .as("everything is delivered or given up")
                .isTrue();
    }

    @Override
    public void close() {
        webhooks.close();
        broker.close();
        receiver.close();
    }
}
