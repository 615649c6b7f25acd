package io.gortms.proof.opening;

import io.gortms.Broker;
import io.gortms.Domain;
import io.gortms.MessageQueue;
import io.gortms.proof.harness.Payload;
import java.nio.file.Path;

/**
 * Declares queues with a group each, publishes, and dies without closing or closes.
 *
 * <p>Arguments: data directory, number of queues, payload bytes to publish to each, bytes of a payload, {@code die} or
 * {@code close}.
 */
final class FillProgram {

    static final String DOMAIN = "proof";
    static final String GROUP = "readers";

    private FillProgram() {}

    static String queue(int number) {
        return "queue-" + number;
    }

    public static void main(String[] args) {
        int queues = Integer.parseInt(args[1]);
        long bytes = Long.parseLong(args[2]);
        int payloadBytes = Integer.parseInt(args[3]);
        try (Broker broker = Broker.builder().dataDirectory(Path.of(args[0])).build()) {
            Domain domain = broker.declareDomain(DOMAIN);
            for (int i = 0; i < queues; i++) {
                MessageQueue queue = domain.declareQueue(queue(i));
                queue.declareGroup(GROUP);
                for (long published = 0; published < bytes; published += payloadBytes) {
                    queue.publish(Payload.of(published, payloadBytes));
                }
            }
            if (args[4].equals("die")) {
                Runtime.getRuntime().halt(0);
            }
        }
    }
}
