package io.gortms.websocket.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** One round: a plan, and those who take part in it. */
final class Trial {

    private static final int PUBLISHERS = 2;
    private static final int OBSERVERS = 8;
    private static final int LISTENERS = 3;

    private static final long LOOK_AGAIN_NANOS = 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final Plan plan;
    private final int step;
    private final Random random;
    private final Ledger ledger = new Ledger();
    private final List<Thread> publishing = new ArrayList<>();
    private final List<Thread> watching = new ArrayList<>();

    /**
     * A round that has not begun.
     *
     * @param name how to do it again
     * @param step so many messages are published between two actions
     */
    Trial(String name, Plan plan, int step, Random random) {
        this.name = name;
        this.plan = plan;
        this.step = step;
        this.random = random;
    }

    /** Returns what was counted. */
    Ledger run(Path directory) throws InterruptedException {
        try (Stage stage = new Stage(plan, directory, ledger)) {
            Crowd crowd = new Crowd(stage);
            begin(watching, 1, crowd::witness);
            begin(publishing, PUBLISHERS, crowd::publish);
            begin(publishing, HubLog.BROADCASTERS, crowd::broadcast);
            begin(watching, OBSERVERS, crowd::observe);
            begin(watching, LISTENERS, crowd::listen);
            for (Plan.Action action : plan.actions()) {
                awaitPublished(ledger.count() + step);
                stage.act(action);
            }
            awaitPublished(ledger.count() + step);
            stage.stopPublishing();
            join(publishing);
            stage.settle();
            crowd.finish();
            join(watching);
            stage.act(plan.finale());
        }
        ledger.checkLater();
        assertThat(ledger.faults()).as("%s %s", name, plan).isEmpty();
        return ledger;
    }

    /** What somebody does, the so-manieth of these. */
    interface Part {
        void play(int number, Random random) throws Exception;
    }

    private void begin(List<Thread> threads, int count, Part part) {
        for (int i = 0; i < count; i++) {
            int number = i;
            Random own = new Random(random.nextLong());
            Thread thread = new Thread(
                    () -> {
                        try {
                            part.play(number, own);
                        } catch (Throwable e) {
                            ledger.fault("a thread of the test", e);
                        }
                    },
                    "trial-" + threads.size());
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void awaitPublished(long count) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ledger.count() < count && ledger.faults().isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                ledger.fault("publishing does not go on at " + ledger.count());
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private void join(List<Thread> threads) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (Thread thread : threads) {
            thread.join(
                    Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
            if (thread.isAlive()) {
                ledger.fault(thread.getName() + " does not end, at " + List.of(thread.getStackTrace()));
            }
        }
    }
}
