package io.gortms.proof.copies;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.Delivery;
import io.gortms.Durability;
import io.gortms.MessageQueue;
import io.gortms.StoredMessage;
import io.gortms.proof.harness.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** Children that are killed one after another, and what is there after each. */
final class CopiesTrial {

    private static final int LEAST_RECEIPTS = 200;
    private static final int MOST_EXTRA_MILLIS = 400;
    private static final int MANY = 10_000;

    private final Path directory;
    private final Durability durability;
    private final Random random;
    private final Set<String> receipts = new HashSet<>();
    private final Set<String> settling = new HashSet<>();
    private long letters;
    private int extraCopies;

    CopiesTrial(Path directory, Durability durability, Random random) {
        this.directory = directory;
        this.durability = durability;
        this.random = random;
    }

    void run(int deaths) throws IOException, InterruptedException {
        for (int death = 0; death < deaths; death++) {
            Path log = directory.resolve("log-" + death);
            try (ChildJvm child = ChildJvm.of(CopiesProgram.class)
                    .arguments(List.of(data().toString(), log.toString(), durability.name(), "m" + death + "-"))
                    .start(directory.resolve("output-" + death))) {
                child.awaitAlive(LEAST_RECEIPTS + " receipts", () -> lines(log) >= 2 * LEAST_RECEIPTS);
                child.letRun(random.nextInt(MOST_EXTRA_MILLIS));
                child.kill();
            }
            remember(log);
            verify();
        }
        System.out.println("  " + durability + ": " + deaths + " deaths, " + receipts.size() + " receipts, " + letters
                + " letters found, " + extraCopies + " copies whose message was not stored");
    }

    private Path data() {
        return directory.resolve("data");
    }

    private static long lines(Path log) {
        try {
            return Files.exists(log) ? Files.size(log) / 8 : 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void remember(Path log) throws IOException {
        for (String line : Files.readAllLines(log)) {
            if (line.startsWith(CopiesProgram.RECEIPT)) {
                receipts.add(line.substring(CopiesProgram.RECEIPT.length()));
            } else if (line.startsWith(CopiesProgram.SETTLING)) {
                settling.add(line.substring(CopiesProgram.SETTLING.length()));
            }
        }
    }

    private void verify() {
        try (Broker broker = Broker.builder().dataDirectory(data()).build()) {
            MessageQueue orders = CopiesProgram.declare(broker, durability);
            Set<String> stored = ids(orders);
            assertThat(stored).as("messages with a receipt").containsAll(receipts);
            Set<String> last = ids(broker.domain("proof").queue("a-copies"));
            Set<String> copied = ids(broker.domain("proof").queue("copies"));
            assertThat(copied).as("copies of what is stored").containsAll(stored);
            assertThat(last).as("copies of what is stored").containsAll(stored);
            copied.removeAll(stored);
            extraCopies += copied.size();

            Set<String> somewhere = new HashSet<>(settling);
            orders.deadLetters().browse(MANY).forEach(letter -> somewhere.add(letter.messageId()));
            letters += orders.deadLetters().count();
            somewhere.addAll(waiting(orders));
            assertThat(somewhere).as("settled, waiting or a dead letter").containsAll(stored);
        }
    }

    /** What the group would get; it is given back. */
    private static Set<String> waiting(MessageQueue orders) {
        Set<String> ids = new HashSet<>();
        List<Delivery> taken = new ArrayList<>();
        for (List<Delivery> more = orders.group("workers").poll(MANY, Duration.ZERO);
                !more.isEmpty();
                more = orders.group("workers").poll(MANY, Duration.ZERO)) {
            taken.addAll(more);
        }
        taken.forEach(delivery -> ids.add(delivery.messageId()));
        taken.forEach(Delivery::release);
        return ids;
    }

    private static Set<String> ids(MessageQueue queue) {
        Set<String> ids = new HashSet<>();
        forEach(queue, message -> ids.add(message.messageId()));
        return ids;
    }

    private static void forEach(MessageQueue queue, Consumer<StoredMessage> visitor) {
        long next = 0;
        for (List<StoredMessage> some = queue.read(next, MANY); !some.isEmpty(); some = queue.read(next, MANY)) {
            some.forEach(visitor);
            next = some.get(some.size() - 1).position() + 1;
        }
    }
}
