package io.gortms.webhooks.internal;

import io.gortms.BrokerException;
import io.gortms.MessageQueue;
import io.gortms.webhooks.EndpointEvent;
import io.gortms.webhooks.EndpointNotFoundException;
import io.gortms.webhooks.EndpointStatus;
import io.gortms.webhooks.WebhookEndpoint;
import io.gortms.webhooks.WebhooksClosedException;
import io.gortms.webhooks.internal.delivery.EndpointRun;
import io.gortms.webhooks.internal.delivery.Sender;
import io.gortms.webhooks.internal.delivery.Target;
import io.gortms.webhooks.internal.store.Endpoint;
import io.gortms.webhooks.internal.store.EndpointState;
import io.gortms.webhooks.internal.store.EndpointStore;
import io.gortms.webhooks.internal.store.FanOut;
import io.gortms.webhooks.internal.store.KeptSecret;
import io.gortms.webhooks.internal.store.Micros;
import io.gortms.webhooks.internal.store.Queues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** The endpoints at work. Registering and removing is done by one thread at a time. */
final class Registry {

    private final WebhooksConfig config;
    private final Queues queues;
    private final EndpointStore store;
    private final Sender sender;
    private final Signals signals;
    private final FanOut fanOut;
    private final Map<String, EndpointRun> runs = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;

    Registry(WebhooksConfig config, Queues queues, EndpointStore store, Sender sender, Signals signals) {
        this.config = config;
        this.queues = queues;
        this.store = store;
        this.sender = sender;
        this.signals = signals;
        this.fanOut = new FanOut(config.broker(), queues, store);
    }

    FanOut fanOut() {
        return fanOut;
    }

    /** Begins to send to those that were registered before. */
    void open() {
        for (Endpoint endpoint : store.current().all()) {
            start(endpoint, queues.declare(endpoint.settings())).open();
        }
    }

    private EndpointRun start(Endpoint endpoint, MessageQueue queue) {
        EndpointRun run = new EndpointRun(endpoint, queue, sender, store, config.options(), signals::tell);
        runs.put(endpoint.id(), run);
        run.apply(endpoint);
        return run;
    }

    void register(WebhookEndpoint endpoint) {
        List<KeptSecret> secrets =
                endpoint.secrets().stream().map(text -> new KeptSecret(text, 0)).toList();
        Target.of(new Endpoint(0, endpoint, secrets, EndpointState.FRESH, "", false), config.options())
                .requireUsable();
        lock.lock();
        try {
            requireOpen();
            boolean isNew = queues.find(endpoint.id()) == null;
            MessageQueue queue = queues.declare(endpoint); // which refuses ids that differ by case only
            Endpoint stored = put(endpoint, secrets, isNew);
            EndpointRun run = runs.get(endpoint.id());
            if (run == null) {
                start(stored, queue).open();
            } else {
                fanOut.makeUpFor(endpoint.id());
                run.apply(stored);
            }
        } finally {
            lock.unlock();
        }
        signals.tell(new EndpointEvent.Registered(config.broker().clock().instant(), endpoint.id()));
    }

    private Endpoint put(WebhookEndpoint endpoint, List<KeptSecret> secrets, boolean isNew) {
        try {
            return store.put(endpoint.id(), (before, number) -> {
                EndpointState state = before == null ? EndpointState.FRESH : before.state();
                return new Endpoint(number, endpoint, secrets, state, "", false);
            });
        } catch (RuntimeException e) {
            undeclare(endpoint.id(), isNew, e);
            throw e;
        }
    }

    /** The queue as it was before. One without an endpoint stays: it may hold webhooks of one whose record was lost. */
    private void undeclare(String id, boolean isNew, RuntimeException why) {
        try {
            Endpoint before = store.current().find(id);
            if (isNew) {
                queues.delete(id);
            } else if (before != null) {
                MessageQueue unused = queues.declare(before.settings());
            }
        } catch (BrokerException e) {
            why.addSuppressed(e);
        }
    }

    void unregister(String id) {
        lock.lock();
        try {
            find(id);
            EndpointRun run = runs.remove(id);
            if (run != null) { // else it was tried before, and failed half way
                run.close();
            }
            // first: an endpoint without a queue gets an empty one, a queue without an endpoint would stay
            queues.delete(id);
            store.remove(id);
        } finally {
            lock.unlock();
        }
        signals.tell(new EndpointEvent.Unregistered(config.broker().clock().instant(), id));
    }

    void pause(String id) {
        changing(() -> run(id).pause());
    }

    void resume(String id) {
        changing(() -> run(id).resume(find(id)));
    }

    void enable(String id) {
        changing(() -> run(id).enable());
    }

    private void changing(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new WebhooksClosedException();
        }
    }

    /** Takes nothing more from any queue, and no endpoint. */
    void close() {
        fanOut.close(); // first: somebody who registers may wait for the disk
        changing(() -> {
            closed = true;
            runs.values().forEach(EndpointRun::close);
        });
    }

    void rotateSecret(String id, String newSecret) {
        long untilMicros = Micros.later(Micros.now(config.broker().clock()), Micros.of(config.secretOverlap()));
        lock.lock();
        try {
            complete(id);
            Endpoint rotated = store.put(id, (before, number) -> {
                if (before == null) {
                    throw notFound(id);
                }
                Endpoint made = before.with(rotated(before.secrets(), newSecret, untilMicros));
                Target.of(made, config.options()).requireUsable();
                return made;
            });
            run(id).apply(rotated);
        } finally {
            lock.unlock();
        }
    }

    /** The new one first; those before end, unless they end earlier. */
    private List<KeptSecret> rotated(List<KeptSecret> before, String newSecret, long untilMicros) {
        long nowMicros = Micros.now(config.broker().clock());
        List<KeptSecret> secrets = new ArrayList<>();
        secrets.add(new KeptSecret(newSecret, 0));
        for (KeptSecret old : before) {
            boolean ended = old.untilMicros() != 0 && old.untilMicros() <= nowMicros;
            if (!ended && !old.text().equals(newSecret)) {
                secrets.add(new KeptSecret(
                        old.text(), old.untilMicros() == 0 ? untilMicros : Math.min(old.untilMicros(), untilMicros)));
            }
        }
        return secrets;
    }

    List<EndpointStatus> statuses() {
        List<EndpointStatus> all = new ArrayList<>();
        for (Endpoint endpoint : store.current().all()) {
            EndpointRun run = runs.get(endpoint.id());
            if (run != null) {
                all.add(run.status(endpoint));
            }
        }
        return all;
    }

    EndpointStatus status(String id) {
        return run(id).status(find(id));
    }

    EndpointRun run(String id) {
        EndpointRun run = runs.get(id);
        if (run == null) {
            throw notFound(id);
        }
        return run;
    }

    Endpoint find(String id) {
        Endpoint endpoint = store.current().find(id);
        if (endpoint == null) {
            throw notFound(id);
        }
        return endpoint;
    }

    /** One that has all its parts. */
    Endpoint complete(String id) {
        Endpoint endpoint = find(id);
        if (endpoint.isIncomplete()) {
            throw new IllegalStateException(
                    "endpoint '" + id + "' has to be registered again first: not stored were " + endpoint.missing());
        }
        return endpoint;
    }

    private EndpointNotFoundException notFound(String id) {
        return new EndpointNotFoundException(id, store.current().ids());
    }

    Collection<EndpointRun> runs() {
        return runs.values();
    }
}
