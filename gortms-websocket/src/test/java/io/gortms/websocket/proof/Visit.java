package io.gortms.websocket.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.gortms.websocket.client.RawClient;
import io.gortms.websocket.client.RawClient.Received;
import io.gortms.websocket.proof.Account.Begin;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One connection of an observer. Used by one thread. */
final class Visit {

    private static final int CLOSE = 8;
    private static final int TEXT = 1;
    private static final String PATH = "/api/ws/domains/shop/queues/";

    private final Stage stage;
    private final Ledger ledger;
    private final Random random;
    private final Doors doors;
    private final Life life;
    private final Pace pace;
    private final boolean publishes;
    private final Account account;
    private final String query;
    private boolean connected;
    private int pings;
    private int asked;

    Visit(Stage stage, Doors doors, Life life, Begin begin, Random random) {
        this.stage = stage;
        this.ledger = stage.ledger();
        this.random = random;
        this.doors = doors;
        this.life = life;
        this.pace = Pace.random(random);
        this.publishes = random.nextInt(4) == 0 && !life.name().equals(Stage.LETTERS);
        this.query = begin.query();
        this.account = new Account(life, begin, ledger);
    }

    void run() {
        try (RawClient client = RawClient.open(doors.port(), PATH + life.name() + query)) {
            ledger.connections.incrementAndGet();
            watch(client);
        } catch (EOFException | SocketException e) {
            boolean mayBreak = doors.isClosing() || life.isDeleting();
            account.check(mayBreak && (!connected || !pace.isFast()), "the connection broke: " + e);
        } catch (Exception | AssertionError e) {
            ledger.fault(account.toString(), e);
        }
    }

    private void watch(RawClient client) throws Exception {
        int frames = 0;
        while (frames < pace.leavesAfter() && !account.isComplete()) {
            pace.pause(stage, frames, ledger::count);
            Received received = client.read();
            if (received.opcode() == CLOSE) {
                closed(received.code());
                return;
            } else if (received.opcode() != TEXT) {
                continue; // a ping
            }
            frames++;
            ledger.frames.incrementAndGet();
            if (!frame(Sent.MAPPER.readTree(received.text()))) {
                return;
            }
            ask(client, frames);
        }
    }

    /** Returns whether to go on. */
    private boolean frame(JsonNode frame) throws Exception {
        String type = frame.path("type").asText();
        account.check(connected != type.equals("connected"), "connected is the first, and only that: " + frame);
        switch (type) {
            case "connected" -> {
                connected = true;
                return stage.life(life.name()) == life && !life.isDeleting(); // else it may be another queue
            }
            case "message" -> account.message(frame);
            case "dropped" -> account.dropped(frame.path("count").asLong());
            case "replayed" -> account.replayed(frame.path("upTo").asLong());
            case "pong" -> {
                account.check(pings-- > 0, "a pong that nobody asked for");
                account.pong(life.endAtMost());
            }
            case "published" -> published(frame);
            default -> account.check(doors.isClosing() || life.isDeleting(), "what is " + frame);
        }
        return true;
    }

    private void published(JsonNode frame) {
        Sent sent = ledger.sent(frame.path("requestId").asLong(-1));
        account.check(sent != null && frame.path("messageId").asText().equals(sent.id()), "unknown: " + frame);
        if (sent != null) {
            asked--;
            life.stored(sent, frame.path("position").asLong(-1));
        }
    }

    private void ask(RawClient client, int frames) throws IOException {
        if (pings == 0 && (frames == 1 || random.nextInt(50) == 0)) {
            pings++;
            client.text("{\"type\":\"ping\"}");
        }
        if (publishes && asked < 5 && stage.publishes() && random.nextInt(4) == 0) {
            asked++;
            client.text(ledger.nextOfClient(random).request());
        }
    }

    private void closed(int code) {
        switch (code) {
            case 1000 -> account.check(doors.isClosing(), "1000, and the server is not closed");
            case 4404 -> account.check(life.isDeleting(), "4404, and the queue is not deleted");
            default -> account.check(false, "closed with " + code);
        }
        boolean isSlow = !pace.isFast() || !account.isWatching() || account.isReplaying();
        if (code == 4404 && !isSlow) {
            ledger.later(this::missing);
        }
    }

    /** Who reads is shown everything before the end. */
    private @Nullable String missing() {
        return account.accounted() >= 0 && account.accounted() < life.end()
                ? account + ": ended before all was shown"
                : null;
    }
}
