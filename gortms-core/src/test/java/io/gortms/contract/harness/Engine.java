package io.gortms.contract.harness;

import io.gortms.Broker;
import io.gortms.QueueOptions;

/** A kind of broker that has to keep the contract. Adding one is one line in {@link Engines}. */
public interface Engine {

    /** How a failure names it. */
    String name();

    /** Whether messages outlive their broker. Only then a restart in the middle of a scenario makes sense. */
    boolean durable();

    /** Opens a broker; on a durable engine with everything that an earlier one of the same directory has kept. */
    Broker open(BrokerSetup setup);

    /** What every queue is declared with here, before the options that a scenario asks for. */
    void queueDefaults(QueueOptions options);
}
