package io.gortms.proof.kill;

import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.Domain;
import io.gortms.MessageQueue;

/** Declares queues of growing numbers, each with options and a group of its own, and deletes some. For one thread. */
final class Declarer {

    private static final int DELETED_EVERY = 5;

    private final Plan plan;
    private final RunLog log;
    private final int actor;
    private final Domain domain;

    Declarer(Plan plan, RunLog log, int actor, Broker broker) {
        this.plan = plan;
        this.log = log;
        this.actor = actor;
        this.domain = broker.domain(Plan.DOMAIN);
    }

    void run() {
        log.step(actor, Step.DECLARING);
        for (long number = (long) plan.run() << 32; ; number++) {
            log.add(Deed.DECLARING, actor, number);
            MessageQueue queue = domain.declareQueue(name(number), options -> options.workerCount(7));
            ConsumerGroup group = queue.declareGroup(name(number));
            group.pause();
            log.add(Deed.DECLARED, actor, number);
            if (number % DELETED_EVERY == 0) {
                log.add(Deed.DELETING, actor, number);
                domain.deleteQueue(name(number));
                log.add(Deed.DELETED, actor, number);
            }
        }
    }

    static String name(long number) {
        return "made-" + number;
    }
}
