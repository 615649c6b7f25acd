package io.gortms.proof.deadly;

import io.gortms.Broker;
import io.gortms.MessageQueue;
import io.gortms.StoredMessage;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Handles messages, one of which ends the process at once.
 *
 * <p>Arguments: data directory, the payload that kills. Exits with 0 when everything is settled.
 */
final class DeadlyProgram {

    static final int KILLED = 42;
    static final int DELIVERY_LIMIT = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private DeadlyProgram() {}

    public static void main(String[] args) {
        try (Broker broker = Broker.builder().dataDirectory(Path.of(args[0])).build()) {
            MessageQueue queue = broker.declareDomain("proof")
                    .declareQueue(
                            "orders",
                            options -> options.deliveryLimit(DELIVERY_LIMIT).workerCount(1));
            queue.declareGroup("workers").subscribe(message -> handle(message, args[1]));
            System.exit(queue.group("workers").awaitSettled(PATIENCE) ? 0 : 1);
        }
    }

    private static void handle(StoredMessage message, String deadly) {
        if (message.payloadAs(String.class).equals(deadly)) {
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
