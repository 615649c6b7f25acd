package io.gortms.websocket.proof;

import io.gortms.websocket.client.RawClient;
import io.gortms.websocket.client.RawClient.Received;
import java.io.EOFException;
import java.net.SocketException;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** One connection of a client of the hub. Used by one thread. */
final class Listener {

    private static final int CLOSE = 8;
    private static final int TEXT = 1;
    private static final int TOO_SLOW = 1013;
    private static final String PATH = "/api/v1/ws";

    private final Stage stage;
    private final Ledger ledger;
    private final Doors doors;
    private final Pace pace;
    private final Random random;
    private final BooleanSupplier finished;
    private final Heard heard;
    private int sent;

    Listener(Stage stage, Doors doors, Pace pace, Random random, BooleanSupplier finished) {
        this.stage = stage;
        this.ledger = stage.ledger();
        this.doors = doors;
        this.pace = pace;
        this.random = random;
        this.finished = finished;
        this.heard = new Heard(doors.hub(), ledger);
    }

    List<Long> order() {
        return heard.order();
    }

    void run() {
        if (pace.isFast()) {
            doors.hub().reads(heard);
        }
        try (RawClient client = RawClient.open(doors.port(), PATH)) {
            ledger.connections.incrementAndGet();
            listen(client);
        } catch (EOFException | SocketException e) { // who does not read is not always told why
            heard.check(!pace.isFast() || (doors.isClosing() && heard.id().isEmpty()), "the connection broke: " + e);
        } catch (Exception | AssertionError e) {
            ledger.fault("client of the hub", e);
        } finally {
            doors.hub().leaves(heard);
            doors.hub().heard(heard.order());
        }
    }

    private void listen(RawClient client) throws Exception {
        int frames = 0;
        while (frames < pace.leavesAfter() && !(finished.getAsBoolean() && isComplete())) {
            pace.pause(stage, frames, ledger.broadcasts::get);
            Received received = client.read();
            if (received.opcode() == CLOSE) {
                closed(received.code());
                return;
            } else if (received.opcode() != TEXT) {
                continue; // a ping
            }
            frames++;
            ledger.frames.incrementAndGet();
            heard.frame(Sent.MAPPER.readTree(received.text()));
            if (random.nextInt(20) == 0) {
                client.text("m" + sent++);
            }
        }
    }

    private boolean isComplete() {
        return heard.isComplete() && doors.hub().messages(heard.id()) == sent;
    }

    private void closed(int code) {
        if (code == TOO_SLOW) {
            ledger.tooSlow.incrementAndGet();
        }
        boolean isRight = switch (code) {
            case 1000 -> doors.isClosing();
            case TOO_SLOW -> !pace.isFast();
            default -> false;
        };
        heard.check(isRight, "closed with " + code);
    }
}
