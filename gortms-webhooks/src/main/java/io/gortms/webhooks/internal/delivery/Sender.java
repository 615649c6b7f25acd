package io.gortms.webhooks.internal.delivery;

import io.gortms.BrokerClosedException;
import io.gortms.BrokerException;
import io.gortms.Delivery;
import io.gortms.DeliverySettledException;
import io.gortms.webhooks.EndpointEvent;
import io.gortms.webhooks.SignedContent;
import io.gortms.webhooks.WebhookAttempt;
import io.gortms.webhooks.WebhookAttempt.Outcome;
import io.gortms.webhooks.WebhookHeaders;
import io.gortms.webhooks.WebhookRequest;
import io.gortms.webhooks.WebhookResponse;
import io.gortms.webhooks.WebhookSecret;
import io.gortms.webhooks.WebhookTransport;
import io.gortms.webhooks.internal.store.AttemptKey;
import io.gortms.webhooks.internal.store.AttemptLog;
import io.gortms.webhooks.internal.store.Headers;
import io.gortms.webhooks.internal.store.Micros;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt, from the webhook in hand to its settlement: sign, post, judge, record, settle, in this order. A process that dies
 * before the record sends again; one that dies after it settles by the record.
 */
public final class Sender {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(10);

    private final WebhookTransport transport;
    private final AttemptLog log;
    private final InstantSource clock;
    private final Permits permits;
    private final Alarms alarms;
    private final Executor slowSigning;
    private final Executor settling;
    private final Consumer<EndpointEvent> events;
    private final Judge judge = new Judge(() -> ThreadLocalRandom.current().nextDouble());
    private final Map<Object, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock(); // guards the number
    private final Condition idle = lock.newCondition();
    private int busy;
    private volatile boolean aborting;

    /**
     * Sends by this transport.
     *
     * @param maxInFlight how many requests may be under way in all
     * @param slowSigning signs where that takes long
     * @param settling records and settles; may be the thread that has the answer if that waits for no disk
     */
    public Sender(
            WebhookTransport transport,
            AttemptLog log,
            InstantSource clock,
            Alarms alarms,
            int maxInFlight,
            Executor slowSigning,
            Executor settling,
            Consumer<EndpointEvent> events) {
        this.transport = transport;
        this.log = log;
        this.clock = clock;
        this.alarms = alarms;
        this.permits = new Permits(maxInFlight);
        this.slowSigning = slowSigning;
        this.settling = settling;
        this.events = events;
    }

    InstantSource clock() {
        return clock;
    }

    Permits permits() {
        return permits;
    }

    Alarms alarms() {
        return alarms;
    }

    /** How many requests are under way, or being settled. */
    public int inFlight() {
        lock.lock();
        try {
            return busy;
        } finally {
            lock.unlock();
        }
    }

    private void count(int change) {
        lock.lock();
        try {
            busy += change;
            if (busy == 0) {
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits (in real time) until nothing is under way; answers whether that is so. */
    public boolean awaitIdle(Duration wait) {
        long leftNanos = TimeUnit.NANOSECONDS.convert(wait); // never overflows
        lock.lock();
        try {
            while (busy > 0 && leftNanos > 0) {
                leftNanos = idle.awaitNanos(leftNanos);
            }
            return busy == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Ends every request that is under way or about to begin; their webhooks are given back. */
    public void abort() {
        aborting = true;
        underWay.values().forEach(future -> future.cancel(true));
    }

    /** Sends a webhook, which the lane is told of in the end, whatever happens; throws nothing. */
    void send(Job job, Lane lane) {
        boolean begun = false;
        try {
            begun = !settleAtOnce(job);
            if (begun) {
                attempt(job, lane);
            }
        } catch (RuntimeException | Error e) {
            begun = false;
            comeAgain(job, e);
        }
        if (!begun) {
            lane.onNoResult();
        }
    }

    /** Settles what is not to be sent; answers whether it was. */
    private boolean settleAtOnce(Job job) {
        Delivery delivery = job.delivery();
        String refused = delivery.headers().get(Headers.REFUSED);
        if (refused != null) {
            settle(job, Outcome.GIVEN_UP, 0, refused);
            return true;
        }
        if (Judge.isTooOld(job.target().schedule(), job.sinceMicros(), Micros.now(clock))) {
            settle(
                    job,
                    Outcome.GIVEN_UP,
                    0,
                    "older than " + job.target().schedule().maxAge());
            return true;
        }
        return delivery.attempt() > job.attempt() && settleByRecord(job);
    }

    /** A delivery that was out when the process died may have been attempted, and only not settled. */
    private boolean settleByRecord(Job job) {
        AttemptLog.Settlement recorded = log.recordedBefore(job.key());
        if (recorded == null || !recorded.id().equals(Headers.id(job.delivery()))) {
            return false;
        }
        long delayMicros = Math.max(0, recorded.nextMicros() - Micros.now(clock));
        settle(job, recorded.outcome(), delayMicros, recorded.detail());
        return true;
    }

    /** What failed here says nothing about the receiver. */
    private static void comeAgain(Job job, Throwable why) {
        LOG.error("a webhook for {} could not be dealt with; it comes again", job.target(), why);
        release(job.delivery(), AFTER_A_FAULT);
    }

    private void attempt(Job job, Lane lane) {
        Instant startedAt = clock.instant();
        SignedContent content = content(job, startedAt);
        List<WebhookSecret> secrets = job.target().secrets(Micros.of(startedAt));
        Runnable post = () -> follow(
                post(content, job.target(), secrets),
                (response, error) -> onAnswer(job, lane, content, response, error));
        if (isSlow(job.target(), secrets)) {
            slowSigning.execute(post);
        } else {
            post.run();
        }
    }

    private static boolean isSlow(Target target, List<WebhookSecret> secrets) {
        try {
            return target.signer().isSlow(secrets);
        } catch (RuntimeException | Error e) { // a signer of the application's
            LOG.warn("the signer of {} does not say whether it is slow; it is taken for slow", target, e);
            return true;
        }
    }

    private interface Answer {
        void onAnswer(@Nullable WebhookResponse response, @Nullable Throwable error);
    }

    private void follow(CompletableFuture<WebhookResponse> answer, Answer then) {
        count(1);
        Object token = new Object();
        underWay.put(token, answer);
        CompletableFuture<?> unused = answer.whenCompleteAsync(
                (response, error) -> {
                    underWay.remove(token);
                    deal(then, response, error);
                },
                settling);
        if (aborting) {
            answer.cancel(true);
        }
    }

    private void deal(Answer then, @Nullable WebhookResponse response, @Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        try {
            then.onAnswer(response, cause);
        } catch (RuntimeException | Error e) {
            LOG.error("an answer could not be dealt with", e);
        } finally {
            count(-1);
        }
    }

    private static SignedContent content(Job job, Instant startedAt) {
        Delivery delivery = job.delivery();
        return new SignedContent(
                Headers.id(delivery), startedAt, job.attempt(), Headers.event(delivery), delivery.payload());
    }

    private CompletableFuture<WebhookResponse> post(SignedContent content, Target target, List<WebhookSecret> secrets) {
        try {
            Map<String, String> headers = new LinkedHashMap<>(target.headers());
            headers.putAll(target.signer().sign(content, secrets));
            WebhookRequest request =
                    WebhookRequest.of(target.url(), WebhookHeaders.of(headers), content.body(), target.options());
            return Objects.requireNonNull(transport.post(request), "what the transport's post returns");
        } catch (RuntimeException | Error e) { // a signer or a transport of the application's, or a closed one
            return CompletableFuture.failedFuture(e);
        }
    }

    private void onAnswer(
            Job job, Lane lane, SignedContent content, @Nullable WebhookResponse response, @Nullable Throwable error) {
        if (aborting && response == null) {
            release(job.delivery(), Duration.ZERO);
            lane.onNoResult();
            return;
        }
        Judgement judgement;
        try {
            judgement = judge(job.target(), job.attempt(), job.sinceMicros(), response, error);
            WebhookAttempt attempt = record(content, job.target(), judgement, response, clock.instant());
            log.add(attempt, job.key());
            settle(job, judgement.outcome(), judgement.delayMicros(), judgement.detail());
        } catch (RuntimeException | Error e) {
            comeAgain(job, e);
            lane.onNoResult();
            return;
        }
        lane.onResult(job, judgement);
    }

    private Judgement judge(
            Target target,
            int attempt,
            long sinceMicros,
            @Nullable WebhookResponse response,
            @Nullable Throwable error) {
        long nowMicros = Micros.now(clock);
        if (response != null) {
            return judge.of(target, attempt, sinceMicros, response, nowMicros);
        }
        Throwable cause = error == null ? new IllegalStateException("the transport gave no answer") : error;
        return judge.of(target, attempt, sinceMicros, cause, nowMicros);
    }

    private static WebhookAttempt record(
            SignedContent content,
            Target target,
            Judgement judgement,
            @Nullable WebhookResponse response,
            Instant endedAt) {
        String body = response == null ? "" : new String(response.body(), StandardCharsets.UTF_8);
        return new WebhookAttempt(
                content.id(),
                content.event(),
                target.endpoint(),
                target.shownUrl(),
                content.attempt(),
                content.attemptedAt(),
                response == null ? Duration.between(content.attemptedAt(), endedAt) : response.duration(),
                judgement.outcome(),
                response == null ? 0 : response.status(),
                judgement.reason(),
                target.redact(judgement.detail()),
                target.redact(body),
                judgement.outcome() == Outcome.RETRIED ? endedAt.plus(Micros.duration(judgement.delayMicros())) : null);
    }

    /** One attempt that belongs to no queue: what is not delivered is not tried again. */
    public CompletableFuture<WebhookAttempt> sendOnce(String id, String event, byte[] body, Target target) {
        Instant startedAt = clock.instant();
        long startedMicros = Micros.of(startedAt);
        SignedContent content = new SignedContent(id, startedAt, 1, event, body);
        CompletableFuture<WebhookAttempt> result = new CompletableFuture<>();
        follow(post(content, target, target.secrets(startedMicros)), (response, error) -> {
            try {
                Judgement judgement = judge(target, 1, startedMicros, response, error);
                WebhookAttempt attempt = record(content, target, judgement.withoutRetry(), response, clock.instant());
                log.add(attempt, new AttemptKey(AttemptKey.DIRECT, AttemptKey.DIRECT, 1));
                result.complete(attempt);
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private void settle(Job job, Outcome outcome, long delayMicros, String why) {
        Delivery delivery = job.delivery();
        try {
            switch (outcome) {
                case DELIVERED -> delivery.ack();
                case RETRIED -> delivery.nack(Micros.duration(delayMicros));
                case GIVEN_UP -> {
                    String shown = job.target().redact(why);
                    delivery.reject(shown);
                    events.accept(new EndpointEvent.GivenUp(
                            clock.instant(), job.target().endpoint(), Headers.id(delivery), shown));
                }
            }
        } catch (DeliverySettledException | BrokerClosedException e) {
            LOG.debug("the queue of {} went while one of its webhooks was under way", job.target(), e);
        } catch (BrokerException e) {
            LOG.warn(
                    "a webhook for {} is {} but that cannot be written; it may be sent again",
                    job.target(),
                    outcome,
                    e);
        }
    }

    /** Gives up what cannot be sent anywhere. */
    void giveUp(Delivery delivery, String why) {
        delivery.reject(why);
        events.accept(new EndpointEvent.GivenUp(clock.instant(), "", Headers.id(delivery), why));
    }

    private static void release(Delivery delivery, Duration delay) {
        try {
            delivery.release(delay);
        } catch (BrokerException e) {
            // it is settled, or the broker was closed first, which gives back all there is
        }
    }
}
