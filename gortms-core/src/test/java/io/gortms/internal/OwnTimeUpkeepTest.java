package io.gortms.internal;

import io.gortms.Broker;
import io.gortms.ManualClock;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.contract.harness.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a queue notes of messages with a time of their own is written anew now and then, also if nobody consumes. */
@Timeout(60)
class OwnTimeUpkeepTest {

    private static final int ROUNDS = 160;
    private static final int MESSAGES = 2_000;

    /** Two files of the length that those of a busy ledger have, and some; never written anew it would be twice as long. */
    private static final long MOST_BYTES = 40 << 20;

    @TempDir
    private Path directory;

    @Test
    void whatHasExpiredTakesNoSpaceInTheLedger() {
        ManualClock clock = new ManualClock();
        try (Broker broker =
                Broker.builder().dataDirectory(directory).clock(clock).build()) {
            MessageQueue queue = broker.declareDomain("shop").declareQueue("orders");
            Message message = Message.text("short").ttl(Duration.ofSeconds(1));
            for (int round = 0; round < ROUNDS; round++) {
                queue.publishAll(Collections.nCopies(MESSAGES, message));
                clock.advance(Duration.ofSeconds(1));
            }
            Await.until("the ledger is small", () -> ledgerBytes() <= MOST_BYTES);
        }
    }

    private long ledgerBytes() {
        try (Stream<Path> files = Files.walk(directory.resolve("shop/orders/ledger"))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
