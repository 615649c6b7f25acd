package io.gortms.contract.tck;

import io.gortms.Broker;
import java.nio.file.Path;

/** Messages on disk that an earlier broker has published. */
public class RestartedPublisherTckTest extends PublisherTck {

    @Override
    Broker open(Path directory, long messages) {
        try (Broker before = Broker.builder().dataDirectory(directory).build()) {
            publish(before, messages);
        }
        return Broker.builder().dataDirectory(directory).build();
    }
}
