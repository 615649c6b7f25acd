package io.gortms.webhooks.internal.delivery;

import io.gortms.BrokerClosedException;
import io.gortms.BrokerException;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.GroupStats;
import io.gortms.MessageQueue;
import io.gortms.webhooks.EndpointEvent;
import io.gortms.webhooks.EndpointStatus;
import io.gortms.webhooks.TransportOptions;
import io.gortms.webhooks.internal.store.Endpoint;
import io.gortms.webhooks.internal.store.EndpointState;
import io.gortms.webhooks.internal.store.EndpointStore;
import io.gortms.webhooks.internal.store.Micros;
import io.gortms.webhooks.internal.store.Queues;
import io.gortms.webhooks.internal.url.Urls;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A registered endpoint at work: its queue, and its lane. */
public final class EndpointRun implements Lane.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointRun.class);
    private static final String ASKED_FOR = "it has asked for it";

    private final String id;
    private final int number;
    private final Sender sender;
    private final EndpointStore store;
    private final TransportOptions options;
    private final Consumer<EndpointEvent> events;
    private final MessageQueue queue;
    private final ConsumerGroup group;
    private final Lane lane;
    private final EndpointSource source;
    private volatile @Nullable Target target;

    /** Makes one that does not send yet. */
    public EndpointRun(
            Endpoint endpoint,
            MessageQueue queue,
            Sender sender,
            EndpointStore store,
            TransportOptions options,
            Consumer<EndpointEvent> events) {
        this.id = endpoint.id();
        this.number = endpoint.number();
        this.sender = sender;
        this.store = store;
        this.options = options;
        this.events = events;
        this.queue = queue;
        this.group = queue.declareGroup(Queues.SENDER);
        EndpointState state = endpoint.state();
        this.lane = new Lane(
                sender,
                this,
                new EndpointHealth(state.failingSinceMicros()),
                endpoint.settings().failures(),
                endpoint.settings().maxInFlight(),
                state.backOffUntilMicros());
        this.source = new EndpointSource(id, this::onDelivery, lane::pump);
    }

    /** Does what the endpoint says from now on. */
    public void apply(Endpoint endpoint) {
        lane.configure(
                endpoint.settings().failures(),
                endpoint.settings().maxInFlight(),
                endpoint.settings().rateLimit());
        if (endpoint.isIncomplete() || endpoint.state().isDisabled()) {
            lane.stop();
        } else {
            Target made = Target.of(endpoint, options);
            target = made;
            lane.retarget(made);
            startUnlessPaused();
        }
    }

    private void startUnlessPaused() {
        if (group.isPaused()) {
            lane.stop();
        } else {
            lane.start();
        }
    }

    /** Begins to take from the queue; once. */
    public void open() {
        source.subscribeTo(group);
    }

    private void onDelivery(Delivery delivery) {
        Target known = target;
        if (known == null) { // it was never complete since the start, and its lane asks for nothing
            delivery.release();
            return;
        }
        lane.offer(new Job(delivery, known));
    }

    /** Where what waits goes. */
    public MessageQueue queue() {
        return queue;
    }

    /** The group that sends. */
    public ConsumerGroup group() {
        return group;
    }

    /** Sends nothing until {@link #resume}, durably. */
    public void pause() {
        group.pause();
        lane.stop();
        events.accept(new EndpointEvent.Paused(now(), id));
    }

    /** Undoes a pause, of whatever kind. */
    public void resume(Endpoint endpoint) {
        group.resume();
        store.change(number, before -> before.in(before.state().backingOff(0, "")));
        apply(endpoint);
        lane.reopen(false);
        events.accept(new EndpointEvent.Resumed(now(), id));
    }

    /** Undoes that it was disabled. */
    public void enable() {
        Endpoint enabled =
                store.change(number, before -> before.in(before.state().enabled()));
        if (enabled != null) {
            lane.reopen(true);
            apply(enabled);
            events.accept(new EndpointEvent.Enabled(now(), id));
        }
    }

    /** Takes nothing more; what is under way goes on. */
    public void close() {
        source.cancel();
        lane.close();
    }

    @Override
    public void onRoom(int count) {
        source.ask(count);
    }

    @Override
    public void onDone() {
        // the lane asks for more by itself
    }

    @Override
    public void onChange(Judgement judgement, EndpointHealth.Change change, long closedUntilMicros) {
        if (!judgement.isDelivered()) {
            lane.giveBackHeld(0); // whether they go now is for the queue to say, which has the circuit breaker
        }
        String disableWhy = judgement.disables() ? judgement.detail() : change.disableWhy();
        boolean backsOff = change.pauseMicros() > 0 || judgement.restMicros() > 0;
        if (disableWhy.isEmpty() && !backsOff && !change.worthStoring()) {
            return;
        }
        String why = change.pauseMicros() > 0 ? change.pauseWhy() : ASKED_FOR;
        boolean wasDisabled = isDisabled();
        if (!disableWhy.isEmpty()) {
            lane.stop();
        }
        if (!store(endpoint -> {
            EndpointState state = endpoint.state().failingSince(change.storedSinceMicros());
            if (backsOff) {
                state = state.backingOff(closedUntilMicros, why);
            } else if (change.recovered()) {
                boolean rests = closedUntilMicros > Micros.now(sender.clock());
                state = rests ? state.backingOff(closedUntilMicros, ASKED_FOR) : state.backingOff(0, "");
            }
            return endpoint.in(disableWhy.isEmpty() ? state : state.disabled(disableWhy));
        })) {
            return;
        }
        if (!disableWhy.isEmpty()) {
            if (!wasDisabled) {
                events.accept(new EndpointEvent.Disabled(now(), id, disableWhy));
            }
        } else if (backsOff) {
            events.accept(new EndpointEvent.BackingOff(now(), id, Micros.instant(closedUntilMicros), why));
        } else if (change.recovered()) {
            events.accept(new EndpointEvent.Recovered(now(), id));
        }
    }

    /** Answers whether the endpoint is there still. What cannot be written holds until the process ends. */
    private boolean store(UnaryOperator<Endpoint> change) {
        try {
            return store.change(number, change) != null;
        } catch (BrokerClosedException e) {
            LOG.debug("the broker closed before it was written how {} is", id);
        } catch (BrokerException e) {
            LOG.error("it cannot be written how {} is", id, e);
        }
        return true;
    }

    private boolean isDisabled() {
        Endpoint known = store.current().withNumber(number);
        return known != null && known.state().isDisabled();
    }

    /** How it is. */
    public EndpointStatus status(Endpoint endpoint) {
        GroupStats stats = group.stats();
        long closedUntilMicros = lane.closedUntilMicros();
        boolean backsOff = closedUntilMicros > Micros.now(sender.clock());
        EndpointState state = endpoint.state();
        EndpointStatus.State shown = EndpointStatus.State.ACTIVE;
        String why = "";
        if (state.isDisabled()) {
            shown = EndpointStatus.State.DISABLED;
            why = state.disabledWhy();
        } else if (endpoint.isIncomplete()) {
            shown = EndpointStatus.State.INCOMPLETE;
            why = "register it again: not stored were " + endpoint.missing();
        } else if (stats.paused()) {
            shown = EndpointStatus.State.PAUSED;
            why = "somebody paused it";
        } else if (backsOff) {
            shown = EndpointStatus.State.BACKING_OFF;
            why = state.backOffWhy();
        }
        long failingSince = lane.failingSinceMicros();
        return new EndpointStatus(
                id,
                Urls.redacted(endpoint.settings().url()),
                endpoint.settings().events(),
                shown,
                why,
                backsOff ? Micros.instant(closedUntilMicros) : null,
                stats.lag(),
                lane.inFlight(),
                queue.deadLetters().count(),
                failingSince == 0 ? null : Micros.instant(failingSince),
                stats.breaker());
    }

    private Instant now() {
        return sender.clock().instant();
    }
}
