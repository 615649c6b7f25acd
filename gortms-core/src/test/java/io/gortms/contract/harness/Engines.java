package io.gortms.contract.harness;

import io.gortms.Broker;
import io.gortms.BrokerBuilder;
import io.gortms.Durability;
import io.gortms.QueueOptions;
import java.util.List;
import java.util.function.Consumer;

/** The engines that the contract is run on. */
public final class Engines {

    /** A new engine, or a new journal of the embedded one, is a new line here. */
    public static final List<Engine> ALL = List.of(
            new Embedded("chronicle PROCESS_CRASH", true, true, queue -> queue.durability(Durability.PROCESS_CRASH)),
            new Embedded("chronicle POWER_LOSS", true, true, queue -> queue.durability(Durability.POWER_LOSS)),
            new Embedded("broker in memory", false, false, queue -> {}),
            new Embedded("queue in memory", true, false, queue -> queue.persistent(false)));

    private Engines() {}

    /** The broker in this JVM. */
    private record Embedded(String name, boolean onDisk, boolean durable, Consumer<QueueOptions> defaults)
            implements Engine {

        @Override
        public Broker open(BrokerSetup setup) {
            BrokerBuilder builder = Broker.builder().clock(setup.clock()).shutdownTimeout(setup.shutdownTimeout());
            if (onDisk) {
                builder.dataDirectory(setup.directory());
            } else {
                builder.inMemory();
            }
            if (setup.executor() != null) {
                builder.executor(setup.executor());
            }
            setup.listeners().forEach(builder::listener);
            return builder.build();
        }

        @Override
        public void queueDefaults(QueueOptions options) {
            defaults.accept(options);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
