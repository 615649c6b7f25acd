package io.gortms.webhooks.internal;

import io.gortms.ConsumerGroup;
import io.gortms.Durability;
import io.gortms.webhooks.WebhookTransport;
import io.gortms.webhooks.internal.delivery.Alarms;
import io.gortms.webhooks.internal.delivery.DirectRun;
import io.gortms.webhooks.internal.delivery.Sender;
import io.gortms.webhooks.internal.delivery.Threads;
import io.gortms.webhooks.internal.http.ApacheTransport;
import io.gortms.webhooks.internal.store.AttemptLog;
import io.gortms.webhooks.internal.store.EndpointStore;
import io.gortms.webhooks.internal.store.Queues;
import io.gortms.webhooks.internal.store.Resend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All parts of open webhooks: made in one order, and closed in the other. */
final class Engine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration AFTER_ABORT = Duration.ofSeconds(2);

    /** They wait for the disk's barriers, which those who wait at the same time share. */
    private static final int SETTLERS = 16;

    private final WebhooksConfig config;
    private final Queues queues;
    private final EndpointStore endpoints;
    private final AttemptLog log;
    private final Alarms alarms;
    private final Signals signals;
    private final ThreadPoolExecutor slowSigning;
    private final ThreadPoolExecutor settling;
    private final WebhookTransport transport;
    private final Sender sender;
    private final Registry registry;
    private final DirectMail directMail;
    private final DirectRun direct;
    private final Resend resend;

    private Engine(WebhooksConfig config) {
        this.config = config;
        this.queues = new Queues(
                config.broker(),
                config.durability(),
                config.maxPayloadBytes(),
                config.history(),
                config.idempotencyWindow());
        this.endpoints = new EndpointStore(queues, config.sealer());
        this.log = new AttemptLog(queues.attempts());
        this.alarms = new Alarms(config.broker().clock());
        this.signals = new Signals(config.listeners());
        this.slowSigning =
                Threads.pool("gortms-webhooks-signer", Runtime.getRuntime().availableProcessors());
        this.settling = Threads.pool("gortms-webhooks-settler", SETTLERS);
        settling.setRejectedExecutionHandler((late, pool) -> late.run()); // somebody may wait for it
        this.transport = config.transport() != null ? config.transport() : new ApacheTransport(config.maxInFlight());
        this.sender = new Sender(
                transport,
                log,
                config.broker().clock(),
                alarms,
                config.maxInFlight(),
                slowSigning,
                config.durability() == Durability.POWER_LOSS ? settling : Runnable::run,
                signals::tell);
        this.registry = new Registry(config, queues, endpoints, sender, signals);
        this.directMail = new DirectMail(config, queues.direct());
        this.direct = new DirectRun(queues.direct(), sender, directMail::target);
        this.resend = new Resend(queues, endpoints, log, config.broker().clock());
    }

    static Engine open(WebhooksConfig config) {
        Engine engine = new Engine(config);
        try {
            engine.begin();
        } catch (RuntimeException | Error e) {
            engine.close();
            throw e;
        }
        return engine;
    }

    private void begin() {
        registry.open();
        registry.fanOut().open();
        if (config.sealer() != null) {
            direct.open();
        } else if (direct.group().lag() > 0) {
            LOG.warn(
                    "{} webhooks of dispatchTo wait for a secretsKey, by which their URLs can be read",
                    direct.group().lag());
        }
    }

    Queues queues() {
        return queues;
    }

    EndpointStore endpoints() {
        return endpoints;
    }

    AttemptLog log() {
        return log;
    }

    Sender sender() {
        return sender;
    }

    Registry registry() {
        return registry;
    }

    DirectMail directMail() {
        return directMail;
    }

    Resend resend() {
        return resend;
    }

    /** Waits for what was dispatched to be handed on, and then for all queues from which something is sent. */
    boolean awaitSettled(Duration wait) {
        long endNanos = System.nanoTime() + TimeUnit.NANOSECONDS.convert(wait); // never overflows
        if (!await(registry.fanOut().group(), endNanos)) {
            return false;
        }
        List<ConsumerGroup> groups = new ArrayList<>();
        registry.runs().forEach(run -> groups.add(run.group()));
        groups.add(direct.group());
        return groups.stream().allMatch(group -> await(group, endNanos));
    }

    private static boolean await(ConsumerGroup group, long endNanos) {
        return group.awaitSettled(Duration.ofNanos(Math.max(0, endNanos - System.nanoTime())));
    }

    @Override
    public void close() {
        registry.close();
        direct.close();
        if (!sender.awaitIdle(config.shutdownTimeout())) {
            LOG.info("{} requests are cut short; their webhooks stay in the journal", sender.inFlight());
        }
        sender.abort(); // those too that are only about to begin
        sender.awaitIdle(AFTER_ABORT);
        alarms.close();
        slowSigning.shutdown();
        settling.shutdown();
        if (config.transport() == null) {
            transport.close();
        }
        signals.close();
    }
}
