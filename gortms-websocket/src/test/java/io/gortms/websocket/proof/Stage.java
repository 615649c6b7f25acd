package io.gortms.websocket.proof;

import io.gortms.Broker;
import io.gortms.BrokerException;
import io.gortms.ConsumerGroup;
import io.gortms.ManualClock;
import io.gortms.MessageQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A broker with its queues and a server, and what happens to them. All but looking is done by one thread. */
final class Stage implements AutoCloseable {

    static final String ORDERS = "orders";
    static final String INVOICES = "invoices";
    static final String LETTERS = "orders.dlq";
    private static final String DOMAIN = "shop";
    private static final int REJECTED = 101;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_AGAIN_NANOS = 500_000;

    private final Plan plan;
    private final Path directory;
    private final Ledger ledger;
    private final ManualClock clock = new ManualClock();
    private final Map<String, Life> lives = new ConcurrentHashMap<>();
    private volatile Broker broker;
    private volatile Doors doors;
    private volatile boolean hurries;
    private volatile boolean publishes = true;

    Stage(Plan plan, Path directory, Ledger ledger) {
        this.plan = plan;
        this.directory = directory;
        this.ledger = ledger;
        this.broker = open();
        this.doors = new Doors(broker, plan, ledger);
    }

    private Broker open() {
        var builder = Broker.builder().clock(clock).minimumFreeDisk(0);
        Broker opened = (plan.onDisk() ? builder.dataDirectory(directory) : builder.inMemory()).build();
        opened.declareDomain(DOMAIN);
        declare(opened, ORDERS);
        declare(opened, INVOICES);
        lives.computeIfPresent(LETTERS, (name, life) -> plan.onDisk() ? reopened(opened, life) : null);
        return opened;
    }

    private static Life reopened(Broker opened, Life life) {
        life.reopened(opened.domain(DOMAIN).queue(life.name()));
        return life;
    }

    private void declare(Broker opened, String name) {
        MessageQueue queue = opened.domain(DOMAIN).declareQueue(name, plan::describe);
        Life known = lives.get(name);
        if (known != null && !known.isDeleting() && plan.onDisk()) {
            known.reopened(queue);
        } else {
            lives.put(name, new Life(queue, plan.keeping() == Plan.Keeping.ALL, null, ledger));
        }
        ConsumerGroup group = queue.declareGroup("settling");
        var unused = group.subscribe(delivery -> {
            if (delivery.position() % REJECTED == 0) {
                delivery.reject("a test");
            } else if (delivery.position() % 8 == 0) {
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        });
    }

    Ledger ledger() {
        return ledger;
    }

    Plan plan() {
        return plan;
    }

    Doors doors() {
        return doors;
    }

    ManualClock clock() {
        return clock;
    }

    /** The queue of this name; null if there is none. */
    @Nullable Life life(String name) {
        return name.equals(LETTERS) ? lives.computeIfAbsent(name, this::letters) : lives.get(name);
    }

    private @Nullable Life letters(String name) {
        try {
            Life owner = lives.get(ORDERS);
            return owner == null || owner.isDeleting()
                    ? null
                    : new Life(broker.domain(DOMAIN).queue(name), false, owner, ledger);
        } catch (BrokerException e) { // nothing was rejected yet
            return null;
        }
    }

    /** Whether everybody is to read what there is. */
    boolean hurries() {
        return hurries;
    }

    boolean publishes() {
        return publishes;
    }

    void stopPublishing() {
        publishes = false;
        hurries = true;
    }

    /** Says of every queue where it ends, when what is to be rejected is. */
    void settle() {
        for (String name : new String[] {ORDERS, INVOICES, LETTERS}) {
            Life life = life(name);
            if (life != null) {
                if (!name.equals(LETTERS) && !life.queue().group("settling").awaitSettled(PATIENCE)) {
                    ledger.fault(name + " is not settled");
                }
                life.ends(life.endAtMost());
            }
        }
    }

    void act(Plan.Action action) {
        hurries |= plan.mercy();
        switch (action) {
            case DELETE_QUEUE -> deleteQueue();
            case RESTART_SERVER -> closeServer();
            case RESTART_SERVER_AND_BROKER -> {
                closeServer();
                broker.close();
                broker = open();
            }
            case RESTART_BROKER_AND_SERVER -> {
                doors.closes();
                broker.close();
                closeServer();
                broker = open();
            }
            case HOUR -> clock.advance(Duration.ofMinutes(61));
            case PURGE_LETTERS -> {
                var unused = broker.domain(DOMAIN).queue(ORDERS).deadLetters().purge();
            }
            case NOTHING -> {}
        }
        if (doors.isClosing()) {
            doors = new Doors(broker, plan, ledger);
        }
        hurries = !publishes;
    }

    private void deleteQueue() {
        Life life = lives.get(ORDERS);
        if (life == null) {
            throw new IllegalStateException("there are always orders");
        }
        life.deletes();
        lives.remove(LETTERS);
        broker.domain(DOMAIN).deleteQueue(ORDERS);
        declare(broker, ORDERS);
    }

    private void closeServer() {
        Doors closed = doors;
        closed.close();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!closed.isGone()) {
            if (System.nanoTime() - deadline > 0) {
                ledger.fault("left of a server that was closed: " + closed.left());
                return;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    @Override
    public void close() {
        closeServer();
        broker.close();
    }
}
