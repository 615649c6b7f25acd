package io.gortms.websocket.proof;

import io.gortms.websocket.Hub;
import io.gortms.websocket.HubClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;

/** What a hub has called back and broadcast. */
final class HubLog {

    static final int BROADCASTERS = 2;

    /** Less than the buffer: so many are on their way to a client that reads, but for those that are broadcast at this moment. */
    private final int window;

    private final int mostCharacters;
    private final Hub hub;
    private final Ledger ledger;
    private final AtomicLongArray begun = new AtomicLongArray(BROADCASTERS);
    private final AtomicLongArray done = new AtomicLongArray(BROADCASTERS);
    private final Set<Heard> reading = ConcurrentHashMap.newKeySet();
    private final Map<String, List<String>> calls = new ConcurrentHashMap<>();
    private final List<List<Long>> orders = new CopyOnWriteArrayList<>();
    private volatile boolean closing;

    HubLog(Hub hub, Plan plan, Ledger ledger) {
        this.hub = hub;
        this.ledger = ledger;
        this.window = plan.buffer() - 3 * BROADCASTERS;
        this.mostCharacters = (int) Math.min(20_000, plan.bufferBytes() / plan.buffer() / 2 - 40);
        hub.onConnect(this::connected);
        hub.onMessage((client, text) -> called(client, text));
        hub.onDisconnect(client -> called(client, "disconnect"));
    }

    private void connected(HubClient client) {
        calls.computeIfAbsent(client.id(), id -> new ArrayList<>());
        called(client, "connect");
        client.sendJson(Map.of("hello", client.id(), "begun", count(begun), "done", List.of(done.get(0), done.get(1))));
    }

    private void called(HubClient client, String what) {
        List<String> all = calls.get(client.id());
        if (all == null) {
            ledger.fault("hub: " + what + " before connect");
            return;
        }
        synchronized (all) {
            String before = all.isEmpty() ? "" : all.get(all.size() - 1);
            boolean isRight = switch (what) {
                case "connect" -> before.isEmpty();
                case "disconnect" -> !before.isEmpty() && !before.equals("disconnect");
                default -> what.equals("m" + (all.size() - 1)) && !before.equals("disconnect");
            };
            all.add(what);
            if (!isRight) {
                ledger.fault("hub: " + client.id() + " after " + before + ": " + what);
            }
        }
    }

    /** How many messages of this client have come to the handler. */
    int messages(String id) {
        List<String> all = calls.getOrDefault(id, List.of());
        synchronized (all) {
            return all.size() - 1;
        }
    }

    /** A client that reads has to be waited for from now on. */
    void reads(Heard client) {
        reading.add(client);
    }

    void leaves(Heard client) {
        reading.remove(client);
    }

    /** Broadcasts one more, if those who read have room for it. */
    boolean broadcast(int by, String padding) {
        if (closing || reading.stream().anyMatch(client -> client.waiting(begun()) >= window)) {
            return false;
        }
        long number = begun.getAndIncrement(by);
        int length = Math.min(padding.length(), mostCharacters);
        hub.broadcastJson(Map.of("by", by, "number", number, "padding", padding.substring(0, length)));
        done.incrementAndGet(by);
        ledger.broadcasts.incrementAndGet();
        return true;
    }

    /** How many broadcasts were begun. */
    long begun() {
        return count(begun);
    }

    private static long count(AtomicLongArray all) {
        return all.get(0) + all.get(1);
    }

    /** How many of this broadcaster were begun. */
    long begun(int by) {
        return begun.get(by);
    }

    /** What a client has heard, in this order. */
    void heard(List<Long> order) {
        orders.add(order);
    }

    void checkOrders(List<Long> witness) {
        for (List<Long> order : orders) {
            int first = order.isEmpty() ? -1 : witness.indexOf(order.get(0));
            int length = Math.min(order.size(), witness.size() - first);
            if (first >= 0 && !order.subList(0, length).equals(witness.subList(first, first + length))) {
                ledger.fault("hub: another order than others have");
            }
        }
    }

    void closes() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }

    /** Whether everybody has gone, and that was told. */
    boolean isEmpty() {
        return hub.clients().isEmpty() && calls.values().stream().allMatch(HubLog::hasEnded);
    }

    private static boolean hasEnded(List<String> all) {
        synchronized (all) {
            return !all.isEmpty() && all.get(all.size() - 1).equals("disconnect");
        }
    }

    @Override
    public String toString() {
        return hub.clients().size() + " clients, not ended "
                + calls.values().stream().filter(all -> !hasEnded(all)).toList();
    }
}
