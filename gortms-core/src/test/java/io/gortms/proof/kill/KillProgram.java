package io.gortms.proof.kill;

import io.gortms.Broker;
import io.gortms.MessageQueue;
import io.gortms.StorageException;
import io.gortms.StorageFullException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The child: publishes, consumes and notes both, until it is killed. */
final class KillProgram {

    private static final int MAIN = 0;
    private static final int FIRST_PUBLISHER = 1;
    private static final int POLLER = 10;
    private static final int DECLARER = 11;
    private static final int LISTENER = 12;

    /** Messages to publish in each life of a broker, if there are many lives. */
    private static final long LIFE = 400;

    private final Plan plan;
    private final RunLog log;
    private final List<Publisher> publishers = new ArrayList<>();
    private final Handler handler;

    private KillProgram(Plan plan) throws IOException {
        this.plan = plan;
        this.log = RunLog.open(plan.log());
        this.handler = new Handler(plan, log);
        for (Publisher.Manner manner : Publisher.Manner.values()) {
            if (manner == Publisher.Manner.ASYNCHRONOUSLY && plan.load() == Load.FULL_DISK) {
                continue; // what is refused among what is not would be out of order when it is tried again
            }
            publishers.add(new Publisher(plan, log, FIRST_PUBLISHER + publishers.size(), manner));
        }
    }

    public static void main(String[] args) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            e.printStackTrace();
            Runtime.getRuntime().halt(3);
        });
        KillProgram program = new KillProgram(Plan.of(args));
        if (program.plan.load() == Load.LIVES) {
            while (true) {
                program.live(LIFE);
            }
        }
        program.live(Long.MAX_VALUE);
    }

    private void live(long messages) throws InterruptedException {
        Broker broker = open();
        MessageQueue queue = plan.queue(broker);
        queue.group(Plan.AUTO).subscribe(handler);
        Poller poller = new Poller(plan, log, POLLER, queue.group(Plan.MANUAL));
        long end = messages == Long.MAX_VALUE ? Long.MAX_VALUE : log.receipts() + messages;
        List<Thread> threads = new ArrayList<>();
        threads.add(start("poller", () -> poller.run(end)));
        if (plan.load() == Load.DECLARATIONS) {
            threads.add(start("declarer", new Declarer(plan, log, DECLARER, broker)::run));
        }
        for (Publisher publisher : publishers) {
            threads.add(start("publisher", () -> publisher.run(queue, poller::lag, end)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        log.step(MAIN, Step.CLOSING);
        log.add(Deed.CLOSING, MAIN, 0);
        broker.close();
        log.add(Deed.CLOSED, MAIN, 0);
    }

    /** Opens the broker and declares what it needs; on a disk that may be full, until it has succeeded. */
    private Broker open() {
        while (true) {
            Broker broker = null;
            try {
                log.step(MAIN, Step.OPENING);
                broker = build();
                log.add(Deed.OPENED, MAIN, 0);
                log.step(MAIN, Step.DECLARING);
                MessageQueue queue = plan.queue(broker);
                queue.declareGroup(Plan.AUTO);
                queue.declareGroup(Plan.MANUAL);
                log.step(MAIN, Step.IDLE);
                return broker;
            } catch (StorageException | StorageFullException e) {
                if (plan.load() != Load.FULL_DISK) {
                    throw e;
                }
                if (broker != null) {
                    broker.close();
                }
            }
        }
    }

    private Broker build() {
        if (plan.load() != Load.GUARANTEES) {
            return plan.open();
        }
        ExecutorService handlers = Executors.newCachedThreadPool();
        return plan.builder()
                .listener(new Listener(
                        (deed, position, group, expired) -> log.add(deed, LISTENER, position, group, expired)))
                .executor(work -> handlers.execute(() -> {
                    handler.looking();
                    work.run();
                }))
                .build();
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.start();
        return thread;
    }
}
