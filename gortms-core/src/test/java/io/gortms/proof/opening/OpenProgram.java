package io.gortms.proof.opening;

import io.gortms.Broker;
import io.gortms.Delivery;
import io.gortms.proof.harness.Payload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Opens a broker and polls the first message of a queue, and prints how many microseconds each took. A JVM does so once.
 *
 * <p>Arguments: data directory, and the number of the queue, if there is one.
 */
final class OpenProgram {

    private OpenProgram() {}

    public static void main(String[] args) {
        long before = System.nanoTime();
        try (Broker broker = Broker.builder().dataDirectory(Path.of(args[0])).build()) {
            long built = System.nanoTime();
            System.out.println("built " + (built - before) / 1_000);
            if (args.length > 1) {
                List<Delivery> polled = broker.domain(FillProgram.DOMAIN)
                        .queue(FillProgram.queue(Integer.parseInt(args[1])))
                        .group(FillProgram.GROUP)
                        .poll(1, Duration.ofSeconds(60));
                System.out.println("polled " + (System.nanoTime() - built) / 1_000);
                Payload.key(polled.get(0).payload());
            }
        }
    }
}
