package io.gortms.websocket.proof;

import io.gortms.BrokerClosedException;
import io.gortms.QueueNotFoundException;
import io.gortms.websocket.proof.Account.Begin;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Those who publish, broadcast, observe and listen, each on a thread of its own. */
final class Crowd {

    private static final Duration MOST_PAUSE = Duration.ofMillis(6);
    private static final int MOST_AT_ONCE = 20;

    /** A client that does not read soon has no room for many of these. */
    private static final String PADDING = "-".repeat(20_000);

    private static final int FEW = 200;

    private final Stage stage;
    private final Ledger ledger;
    private volatile boolean finished;

    Crowd(Stage stage) {
        this.stage = stage;
        this.ledger = stage.ledger();
    }

    /** Who has everything goes, and nobody comes any more. */
    void finish() {
        finished = true;
    }

    boolean isFinished() {
        return finished;
    }

    void publish(int number, Random random) {
        while (stage.publishes()) {
            Life life = stage.life(random.nextInt(4) == 0 ? Stage.INVOICES : Stage.ORDERS);
            for (int i = random.nextInt(MOST_AT_ONCE); i >= 0 && life != null; i--) {
                publish(life, ledger.next(random));
            }
            stage.clock().advance(Duration.ofMillis(1));
            pause(random);
        }
    }

    private void publish(Life life, Sent sent) {
        try {
            life.publish(sent);
        } catch (QueueNotFoundException | BrokerClosedException e) {
            ledger.refuse(sent);
        }
    }

    void broadcast(int number, Random random) {
        while (stage.publishes()) {
            for (int i = random.nextInt(MOST_AT_ONCE); i >= 0; i--) {
                int length = random.nextInt(random.nextInt(3) == 0 ? PADDING.length() : FEW);
                if (!stage.doors().hub().broadcast(number, PADDING.substring(0, length))) {
                    break;
                }
            }
            pause(random);
        }
    }

    private static void pause(Random random) {
        LockSupport.parkNanos(random.nextLong(MOST_PAUSE.toNanos()));
    }

    void observe(int number, Random random) {
        while (!finished) {
            Doors doors = stage.doors();
            Life life = stage.life(queue(random));
            if (doors.isClosing() || life == null) {
                pause(random);
            } else {
                new Visit(stage, doors, life, begin(life, random), random).run();
            }
        }
    }

    private static String queue(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Stage.LETTERS;
            case 1 -> Stage.INVOICES;
            default -> Stage.ORDERS;
        };
    }

    private Begin begin(Life life, Random random) {
        long end = life.end();
        return switch (random.nextInt(8)) {
            case 0 -> new Begin(0L, null, end);
            case 1 -> new Begin(end + random.nextInt(50), null, end);
            case 2, 3 -> new Begin(end == 0 ? 0 : end - random.nextLong(Math.min(end, 1_000)), null, end);
            case 4 -> new Begin(null, stage.clock().instant().minusMillis(random.nextInt(100)), end);
            case 5 ->
                new Begin(
                        null,
                        random.nextBoolean()
                                ? Instant.EPOCH
                                : stage.clock().instant().plusSeconds(60),
                        end);
            default -> new Begin(null, null, end);
        };
    }

    /** Always there, and reads everything: what others hear is compared with that. */
    void witness(int number, Random random) throws Exception {
        while (!finished) {
            Doors doors = stage.doors();
            if (doors.isClosing()) {
                pause(random);
            } else {
                Listener witness = new Listener(stage, doors, Pace.STEADY, random, this::isFinished);
                witness.run();
                doors.hub().checkOrders(witness.order());
            }
        }
    }

    void listen(int number, Random random) throws Exception {
        while (!finished) {
            Doors doors = stage.doors();
            if (doors.isClosing()) {
                pause(random);
            } else {
                new Listener(stage, doors, Pace.random(random), random, this::isFinished).run();
            }
        }
    }
}
