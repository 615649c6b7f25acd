package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gortms.contract.harness.Gate;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** Handlers run where the application says. */
class ExecutorContractTest {

    @Scenario
    void theCallersThread(Steps steps) {
        List<String> handled = new CopyOnWriteArrayList<>();
        steps.executor(() -> Runnable::run)
                .whenOpened(f -> f.group().subscribe(delivery -> {
                    handled.add(Texts.of(delivery));
                    if (Texts.of(delivery).equals("bad")) {
                        throw new IllegalStateException("thrown by a test");
                    }
                }))
                .step("publish", f -> {
                    f.publish("a", "bad", "b");
                    f.awaitSettled();
                })
                .step("all were handled", f -> {
                    assertThat(handled).containsExactly("a", "bad", "b");
                    assertThat(f.deadLetters()).containsExactly("bad");
                });
    }

    @Scenario
    void theCallersThreadWithHandlersThatPublish(Steps steps) {
        List<String> handled = new CopyOnWriteArrayList<>();
        steps.executor(() -> Runnable::run)
                .whenOpened(f -> {
                    f.group().subscribe(delivery -> {
                        handled.add("orders " + Texts.of(delivery));
                        f.domain().queue("audit").publish(delivery.payload());
                        if (delivery.position() < 3) {
                            f.publish("again");
                        }
                    });
                    f.declareQueue("audit", queue -> {})
                            .declareGroup("auditors")
                            .subscribe(delivery -> handled.add("audit " + Texts.of(delivery)));
                })
                .step("publish", f -> {
                    f.publish("first");
                    while (f.group().lag() > 0
                            || f.domain().queue("audit").group("auditors").lag() > 0) {
                        f.awaitSettled();
                    }
                })
                .step(
                        "all were handled",
                        f -> assertThat(handled)
                                .containsExactlyInAnyOrder(
                                        "orders first",
                                        "orders again",
                                        "orders again",
                                        "orders again",
                                        "audit first",
                                        "audit again",
                                        "audit again",
                                        "audit again"));
    }

    @Scenario
    void oneThreadForAll(Steps steps) {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        steps.executor(() -> Executors.newSingleThreadExecutor(ExecutorContractTest::applicationThread))
                .whenOpened(f -> {
                    f.group()
                            .subscribe(delivery ->
                                    threads.add(Thread.currentThread().getName()));
                    f.queue()
                            .declareGroup("others")
                            .subscribe(delivery ->
                                    threads.add(Thread.currentThread().getName()));
                })
                .step("publish", f -> {
                    f.queue().publishAll(IntStream.range(0, 300).boxed().toList());
                    f.awaitSettled();
                    f.group("others").awaitSettled(Duration.ofSeconds(20));
                    assertThat(f.group("others").lag()).isZero();
                })
                .step("it did everything", f -> assertThat(threads).containsOnly("the-application"));
    }

    @Scenario
    void anExecutorThatRefuses(Steps steps) {
        AtomicBoolean refuses = new AtomicBoolean();
        List<String> handled = new CopyOnWriteArrayList<>();
        steps.executor(() -> call -> {
                    if (refuses.get()) {
                        throw new RejectedExecutionException("refused by a test");
                    }
                    call.run();
                })
                .whenOpened(f -> f.group()
                        .subscribe(options -> options.workerCount(1), delivery -> handled.add(Texts.of(delivery))))
                .step("publish while it refuses: nothing is lost", f -> {
                    refuses.set(true);
                    f.publish("a");
                    assertThat(handled).isEmpty();
                    assertThat(f.group().lag()).isEqualTo(1);
                    refuses.set(false);
                })
                .step("publish when it takes work again: both are handled", f -> {
                    f.publish("b");
                    f.awaitSettled();
                    assertThat(handled).containsExactly("a", "b");
                });
    }

    @Scenario(restarts = false)
    void theBrokerDoesNotShutItDown(Steps steps) {
        ExecutorService executor = Executors.newSingleThreadExecutor(ExecutorContractTest::applicationThread);
        steps.executor(() -> executor).step("close", f -> {
            f.group().subscribe(delivery -> {});
            f.publish("a");
            f.awaitSettled();
            f.broker().close();
            assertThat(executor.isShutdown()).isFalse();
        });
    }

    @Scenario
    void virtualThreads(Steps steps) {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads come with Java 21");
        Gate gate = new Gate();
        steps.executor(ExecutorContractTest::virtualThreadPerTask)
                .queue(queue -> queue.workerCount(50))
                .whenOpened(f -> f.group().subscribe(gate::pass))
                .step("fifty handlers at once", f -> {
                    f.queue().publishAll(IntStream.range(0, 200).boxed().toList());
                    gate.awaitWaiting(50);
                    gate.open();
                    f.awaitSettled();
                })
                .step("all were handled", f -> {
                    assertThat(gate.passed()).isEqualTo(200);
                    assertThat(f.group().lag()).isZero();
                });
    }

    private static Thread applicationThread(Runnable call) {
        Thread thread = new Thread(call, "the-application");
        thread.setDaemon(true);
        return thread;
    }

    /** By reflection, for the tests are compiled for Java 17. */
    private static ExecutorService virtualThreadPerTask() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
