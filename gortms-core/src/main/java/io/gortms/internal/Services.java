package io.gortms.internal;

import io.gortms.BrokerEvent;
import io.gortms.internal.catalog.Catalog;
import io.gortms.internal.delivery.BrokerThreads;
import io.gortms.internal.message.PayloadCodec;
import io.gortms.internal.stats.EventBus;
import io.gortms.internal.stats.NewEvent;
import io.gortms.internal.stats.Sampler;
import io.gortms.internal.time.BrokerClock;
import io.gortms.internal.time.DueTimer;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** What all queues of one broker share. */
record Services(
        BrokerConfig config,
        BrokerClock clock,
        DueTimer timer,
        BrokerThreads threads,
        EventBus events,
        PayloadCodec codec,
        Damages damages,
        Catalog catalog,
        Sampler sampler,
        LongSupplier diskFree) {

    /** With a timer and threads of its own. */
    static Services of(BrokerConfig config, BrokerClock clock, EventBus events, Damages damages, Catalog catalog) {
        DueTimer timer = new DueTimer(clock);
        Path directory = config.dataDirectory();
        LongSupplier diskFree = directory == null ? () -> 0 : directory.toFile()::getUsableSpace;
        return new Services(
                config,
                clock,
                timer,
                new BrokerThreads(config.executor()),
                events,
                new PayloadCodec(config.objectMapper(), clock),
                damages,
                catalog,
                new Sampler(config.statistics(), clock, timer, () -> BrokerStatistics.declared(catalog), diskFree),
                diskFree);
    }

    /** Publishes an event of now. */
    void event(NewEvent event) {
        BrokerEvent happened = events.publish(event);
        if (isOfDeclarations(happened)) {
            sampler.onDeclared();
        }
    }

    private static boolean isOfDeclarations(BrokerEvent event) {
        return event instanceof BrokerEvent.DomainCreated
                || event instanceof BrokerEvent.DomainDeleted
                || event instanceof BrokerEvent.QueueCreated
                || event instanceof BrokerEvent.QueueDeleted
                || event instanceof BrokerEvent.RouteCreated
                || event instanceof BrokerEvent.RouteDeleted;
    }
}
