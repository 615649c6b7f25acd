package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What one group does is nothing to another. */
class GroupIndependenceContractTest {

    @Scenario
    void eachGroupGetsEverything(Steps steps) {
        steps.step("two groups", f -> {
                    f.queue().declareGroup("others");
                    f.publish("a", "b");
                })
                .step("one takes all", f -> f.expect("a", "b"))
                .step("so does the other", f -> othersExpect(f, "a", "b"));
    }

    @Scenario
    void settlingInOneIsNothingToTheOther(Steps steps) {
        steps.step("two groups", f -> {
                    f.queue().declareGroup("others");
                    f.publish("a", "b", "c");
                })
                .step("one acks, fails and delays", f -> {
                    List<Delivery> taken = f.take(3);
                    taken.get(0).ack();
                    taken.get(1).nack();
                    taken.get(2).nack(Duration.ofHours(1));
                    f.awaitDeadLetters("b");
                })
                .step("the other gets all of them", f -> othersExpect(f, "a", "b", "c"))
                .step("the first still has one", f -> {
                    f.advance(Duration.ofHours(1));
                    f.expect("c");
                });
    }

    @Scenario
    void bothMayHoldTheSameMessage(Steps steps) {
        steps.step("two groups", f -> {
                    f.queue().declareGroup("others");
                    f.publish("a");
                })
                .step("both take it, both settle it", f -> {
                    Delivery ours = f.take();
                    Delivery theirs = f.take(f.group("others"), 1).get(0);
                    ours.ack();
                    theirs.nack(Duration.ZERO);
                })
                .step("only the other gets it again", f -> {
                    f.takesNothing();
                    othersExpect(f, "a");
                });
    }

    @Scenario(restarts = false)
    void aStuckHandlerDelaysNobodyElse(Steps steps) {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        steps.step("one group's only worker is stuck", f -> {
                    ConsumerGroup others = f.queue().declareGroup("others");
                    others.subscribe(options -> options.workerCount(1), delivery -> {
                        stuck.countDown();
                        Await.latch("the handler may go on", goOn);
                    });
                    f.publish("a");
                    Await.latch("the handler is stuck", stuck);
                })
                .step("publishing and the other group go on", f -> {
                    f.publish("b", "c");
                    f.expect("a", "b", "c");
                    goOn.countDown();
                })
                .step(
                        "it catches up",
                        f -> assertThat(f.group("others").awaitSettled(Await.LIMIT))
                                .isTrue());
    }

    @Scenario
    void aPausedGroupDelaysNobodyElse(Steps steps) {
        steps.step("one group is paused", f -> {
                    f.queue().declareGroup("others").pause();
                    f.publish("a", "b");
                })
                .step("the other goes on", f -> f.expect("a", "b"))
                .step("it has missed nothing", f -> {
                    f.group("others").resume();
                    othersExpect(f, "a", "b");
                });
    }

    @Scenario
    void queuesAreIndependentToo(Steps steps) {
        steps.step("a second queue with a group of the same name", f -> {
                    f.declareQueue("returns", queue -> {}).declareGroup("workers");
                    f.publish("a");
                    f.domain().queue("returns").publish("x");
                })
                .step("each has its own", f -> {
                    f.expect("a");
                    ConsumerGroup returns = f.domain().queue("returns").group("workers");
                    Delivery delivery = f.take(returns, 1).get(0);
                    assertThat(Texts.of(delivery)).isEqualTo("\"x\"");
                    delivery.ack();
                    assertThat(returns.lag()).isZero();
                });
    }

    private static void othersExpect(Fixture f, String... texts) {
        ConsumerGroup others = f.group("others");
        List<Delivery> taken = f.take(others, texts.length);
        assertThat(taken).extracting(Texts::of).containsExactly(texts);
        taken.forEach(Delivery::ack);
        assertThat(others.poll(1, Duration.ZERO)).isEmpty();
    }
}
