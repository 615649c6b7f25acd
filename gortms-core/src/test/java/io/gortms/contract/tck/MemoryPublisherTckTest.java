package io.gortms.contract.tck;

import io.gortms.Broker;
import java.nio.file.Path;

/** Messages in memory. */
public class MemoryPublisherTckTest extends PublisherTck {

    @Override
    Broker open(Path directory, long messages) {
        Broker broker = Broker.builder().inMemory().build();
        publish(broker, messages);
        return broker;
    }
}
