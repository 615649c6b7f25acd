package io.gortms.contract.tck;

import io.gortms.Broker;
import java.nio.file.Path;

/** Messages on disk. */
public class ChroniclePublisherTckTest extends PublisherTck {

    @Override
    Broker open(Path directory, long messages) {
        Broker broker = Broker.builder().dataDirectory(directory).build();
        publish(broker, messages);
        return broker;
    }
}
