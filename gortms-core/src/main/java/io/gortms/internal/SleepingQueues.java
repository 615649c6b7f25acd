package io.gortms.internal;

import io.gortms.BrokerException;
import io.gortms.internal.time.BrokerClock;
import io.gortms.internal.time.Due;
import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After the start: finds out when each queue has to be opened, and which groups may expire, from a few small files of each. A
 * few queues at a time, so that other timed work has its turn.
 */
final class SleepingQueues extends Due {

    private static final Logger LOG = LoggerFactory.getLogger(SleepingQueues.class);
    private static final int AT_A_TIME = 32;

    /** A program that has just started has better things to do. */
    private static final long FIRST_LOOK_AFTER_MICROS = 1_000_000;

    private record Name(String domain, String queue) {}

    private final LocalBroker broker;
    private final BrokerClock clock;
    private final Queue<Name> names = new ArrayDeque<>();

    SleepingQueues(LocalBroker broker, Services services) {
        this.broker = broker;
        this.clock = services.clock();
        for (String domain : services.catalog().domainNames()) {
            services.catalog().queueNames(domain).forEach(queue -> names.add(new Name(domain, queue)));
        }
    }

    /** When to look at them: soon, or at once where tests move the time. */
    long firstLookMicros() {
        return clock.isManual() ? clock.nowMicros() : clock.nowMicros() + FIRST_LOOK_AFTER_MICROS;
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    @Override
    protected long runDue(long nowMicros) {
        for (int i = 0; i < AT_A_TIME && !names.isEmpty(); i++) {
            Name name = names.remove();
            try {
                ((LocalQueue) broker.domain(name.domain).queue(name.queue)).setAlarm();
            } catch (BrokerException e) {
                LOG.debug("{}.{} stays as it is until it is used", name.domain, name.queue, e);
            }
        }
        return names.isEmpty() ? BrokerClock.NEVER : nowMicros;
    }

    @Override
    public String toString() {
        return "queues that nobody has opened";
    }
}
