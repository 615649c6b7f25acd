package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.BrokerClosedException;
import io.gortms.BrokerException;
import io.gortms.Message;
import io.gortms.OverflowPolicy;
import io.gortms.PublishReceipt;
import io.gortms.QueueFullException;
import io.gortms.QueueNotFoundException;
import io.gortms.StartPosition;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Background;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Steps.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Publishers that wait for room: {@link OverflowPolicy#BLOCK}, the default. */
class BlockedPublisherContractTest {

    private static final Duration TTL = Duration.ofMinutes(10);

    @Scenario
    void aSettlementLetsOneIn(Steps steps) {
        bounded(steps, 2).step("fill", f -> f.publish("a", "b")).step("one waits for room", f -> {
            Background<PublishReceipt> blocked = blocked(f, "c");
            f.take().ack();
            assertThat(blocked.result().position()).isEqualTo(2);
        });
    }

    @Scenario
    void theyComeInInTheirOrder(Steps steps) {
        bounded(steps, 2)
                .step("fill", f -> f.publish("a", "b"))
                .step("two at once wait, and one behind them", f -> {
                    Background<List<PublishReceipt>> two = f.background(
                                    () -> f.queue().publishAll(List.of(Message.text("c"), Message.text("d"))))
                            .awaitWaiting();
                    Background<PublishReceipt> one = blocked(f, "e");
                    f.take().ack();
                    assertThat(f.group().lag()).isEqualTo(1);
                    assertThat(one.isRunning()).isTrue();
                    Background<PublishReceipt> last = blocked(f, "f");
                    f.take().ack();
                    assertThat(two.result())
                            .extracting(PublishReceipt::position)
                            .containsExactly(2L, 3L);
                    f.take().ack();
                    assertThat(one.result().position()).isEqualTo(4);
                    f.take().ack();
                    assertThat(last.result().position()).isEqualTo(5);
                })
                .step("all are there", f -> f.expect("e", "f"));
    }

    @Scenario
    void aSeekLetsThemIn(Steps steps) {
        letsIn(steps, f -> f.group().seek(StartPosition.latest()));
    }

    @Scenario
    void theEndOfAGroupLetsThemIn(Steps steps) {
        steps.whenOpened(f -> f.queue().declareGroup("others"));
        letsIn(steps, f -> {
            f.take().ack();
            f.queue().deleteGroup("others");
        });
    }

    @Scenario
    void aHigherBoundLetsThemIn(Steps steps) {
        letsIn(steps, f -> f.redeclareQueue(queue -> queue.maxSize(2)));
    }

    @Scenario
    void anExpiryLetsThemIn(Steps steps) {
        letsIn(steps, f -> f.advance(TTL));
    }

    @Scenario
    void anExpiryWithoutAGroupLetsThemIn(Steps steps) {
        steps.whenOpened(f -> {
            if (!f.queue().groups().isEmpty()) {
                f.queue().deleteGroup("workers");
            }
        });
        letsIn(steps, f -> f.advance(TTL));
    }

    @Scenario
    void aDeadLetterLetsThemIn(Steps steps) {
        letsIn(steps, f -> f.take().reject("no good"));
    }

    private static void letsIn(Steps steps, Action action) {
        bounded(steps, 1).step("fill", f -> f.publish("a")).step("room is made for one that waits", f -> {
            Background<PublishReceipt> blocked = blocked(f, "b");
            action.run(f);
            assertThat(blocked.result().position()).isEqualTo(1);
        });
    }

    @Scenario
    void theWaitHasAnEnd(Steps steps) {
        steps.queue(queue -> queue.maxSize(1).publishTimeout(Duration.ofMillis(20)))
                .step("fill", f -> f.publish("a"))
                .step(
                        "wait in vain",
                        f -> assertThatThrownBy(() -> f.publish("b"))
                                .isInstanceOf(QueueFullException.class)
                                .hasMessageContaining("PT0.02S"))
                .step("it is not there", f -> f.expect("a"));
    }

    @Scenario
    void anInterruptEndsTheWait(Steps steps) {
        bounded(steps, 1)
                .step("fill", f -> f.publish("a"))
                .step("interrupt", f -> {
                    List<Boolean> kept = new ArrayList<>();
                    Background<PublishReceipt> blocked = f.background(() -> {
                                try {
                                    return f.publish("b").get(0);
                                } finally {
                                    kept.add(Thread.currentThread().isInterrupted());
                                }
                            })
                            .awaitWaiting();
                    blocked.interrupt();
                    assertThat(blocked.failure())
                            .isInstanceOf(QueueFullException.class)
                            .hasMessageContaining("interrupted");
                    assertThat(kept).containsExactly(true);
                })
                .step("it is not there", f -> f.expect("a"));
    }

    @Scenario
    void oneWhoGivesUpHoldsNobodyUp(Steps steps) {
        bounded(steps, 2)
                .step("fill", f -> f.publish("a", "b"))
                .step("the first of two gives up", f -> {
                    Background<List<PublishReceipt>> first = f.background(
                                    () -> f.queue().publishAll(List.of("x", "y")))
                            .awaitWaiting();
                    Background<PublishReceipt> second = blocked(f, "c");
                    f.take().ack();
                    first.interrupt();
                    assertThat(first.failure()).isInstanceOf(QueueFullException.class);
                    assertThat(second.result().position()).isEqualTo(2);
                })
                .step("the second one is there", f -> f.expect("b", "c"));
    }

    @Scenario(restarts = false)
    void theQueuesEndIsTheirEnd(Steps steps) {
        ends(steps, f -> f.domain().deleteQueue("orders"), QueueNotFoundException.class);
    }

    @Scenario(restarts = false)
    void theBrokersEndIsTheirEnd(Steps steps) {
        ends(steps, f -> f.broker().close(), BrokerClosedException.class);
    }

    private static void ends(Steps steps, Action end, Class<? extends BrokerException> how) {
        bounded(steps, 1).step("fill, wait, end", f -> {
            f.publish("a");
            Background<PublishReceipt> blocked = blocked(f, "b");
            Background<List<PublishReceipt>> behind =
                    f.background(() -> f.queue().publishAll(List.of("c"))).awaitWaiting();
            end.run(f);
            assertThat(blocked.failure()).isInstanceOf(how);
            assertThat(behind.failure()).isInstanceOf(how);
        });
    }

    @Scenario
    void rejectIsForThoseWhoWaitToo(Steps steps) {
        bounded(steps, 1).step("fill", f -> f.publish("a")).step("change the policy", f -> {
            Background<PublishReceipt> blocked = blocked(f, "b");
            f.redeclareQueue(queue -> queue.maxSize(1).overflow(OverflowPolicy.REJECT));
            assertThat(blocked.failure()).isInstanceOf(QueueFullException.class);
        });
    }

    @Scenario
    void anAsynchronousPublishWaitsOnTheCallersThread(Steps steps) {
        bounded(steps, 1).step("fill", f -> f.publish("a")).step("wait", f -> {
            Background<CompletableFuture<PublishReceipt>> blocked = f.background(
                            () -> f.queue().publishAsync(Message.text("b")))
                    .awaitWaiting();
            assertThat(blocked.isRunning()).isTrue();
            f.take().ack();
            assertThat(Await.value("the receipt", blocked.result()).position()).isEqualTo(1);
        });
    }

    @Scenario
    void moreThanEverFitsIsRefusedAtOnce(Steps steps) {
        bounded(steps, 2)
                .step(
                        "three",
                        f -> assertThatThrownBy(() -> f.queue().publishAll(List.of(1, 2, 3)))
                                .isInstanceOf(QueueFullException.class))
                .step("two", f -> f.queue().publishAll(List.of(1, 2)));
    }

    @Scenario(restarts = false)
    void aHandlerDoesNotWaitForItsOwnQueue(Steps steps) {
        List<@Nullable Throwable> caught = new ArrayList<>();
        bounded(steps, 1).step("publish to itself", f -> {
            f.publish("a");
            f.group().subscribe(delivery -> {
                try {
                    f.publish("b");
                } catch (QueueFullException e) {
                    caught.add(e);
                }
            });
            f.awaitSettled();
            assertThat(caught)
                    .singleElement()
                    .satisfies(e -> assertThat(e).hasMessageContaining("a handler does not wait"));
        });
    }

    @Scenario
    void manyPublishersAndASlowGroup(Steps steps) {
        int publishers = 4;
        int each = 50;
        bounded(steps, 3)
                .step("publish and settle at once", f -> {
                    List<Background<Void>> all = IntStream.range(0, publishers)
                            .mapToObj(publisher -> f.<Void>background(() -> {
                                for (int i = 0; i < each; i++) {
                                    f.queue().publish(i);
                                    assertThat(f.group().lag()).isLessThanOrEqualTo(3);
                                }
                                return null;
                            }))
                            .toList();
                    for (int i = 0; i < publishers * each; i++) {
                        f.take().ack();
                    }
                    for (Background<Void> publisher : all) {
                        publisher.result();
                    }
                })
                .step("nothing is left", f -> {
                    f.takesNothing();
                    assertThat(f.group().position()).isEqualTo((long) publishers * each);
                });
    }

    private static Steps bounded(Steps steps, long maxSize) {
        return steps.queue(queue -> queue.maxSize(maxSize).ttl(TTL));
    }

    /** A publisher that waits. */
    private static Background<PublishReceipt> blocked(Fixture f, String text) {
        Background<PublishReceipt> blocked =
                f.background(() -> f.publish(text).get(0)).awaitWaiting();
        assertThat(blocked.isRunning()).isTrue();
        return blocked;
    }
}
