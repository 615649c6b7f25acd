package io.gortms.internal;

import io.gortms.BrokerEvent;
import io.gortms.internal.catalog.Catalog;
import io.gortms.internal.delivery.BrokerThreads;
import io.gortms.internal.message.PayloadCodec;
import io.gortms.internal.stats.EventBus;
import io.gortms.internal.time.BrokerClock;
import io.gortms.internal.time.DueTimer;
import java.time.Instant;
import java.util.function.Function;

/** What all queues of one broker share. */
record Services(
        BrokerConfig config,
        BrokerClock clock,
        DueTimer timer,
        BrokerThreads threads,
        EventBus events,
        PayloadCodec codec,
        Damages damages,
        Catalog catalog) {

    /** With a timer and threads of its own. */
    static Services of(BrokerConfig config, BrokerClock clock, EventBus events, Damages damages, Catalog catalog) {
        return new Services(
                config,
                clock,
                new DueTimer(clock),
                new BrokerThreads(config.executor()),
                events,
                new PayloadCodec(config.objectMapper(), clock),
                damages,
                catalog);
    }

    /** Publishes an event of now. */
    void event(Function<Instant, BrokerEvent> event) {
        events.publish(event.apply(clock.source().instant()));
    }
}
