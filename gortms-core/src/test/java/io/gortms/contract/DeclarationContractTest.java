package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.ConsumerGroup;
import io.gortms.Domain;
import io.gortms.Durability;
import io.gortms.MessageQueue;
import io.gortms.QueueOptions;
import io.gortms.QueueSettings;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Gate;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Declaring creates, finds and changes. */
class DeclarationContractTest {

    @Scenario
    void whatIsDeclaredIsFoundAndListed(Steps steps) {
        steps.step("declare", f -> {
                    for (String name : new String[] {"zoo", "bank"}) {
                        Domain domain = f.broker().declareDomain(name);
                        domain.declareQueue("two");
                        domain.declareQueue("one").declareGroup("second");
                        domain.queue("one").declareGroup("first");
                    }
                })
                .step("find", f -> {
                    assertThat(f.broker().domain("zoo").name()).isEqualTo("zoo");
                    MessageQueue queue = f.broker().domain("bank").queue("one");
                    assertThat(queue.name()).isEqualTo("one");
                    assertThat(queue.group("second").name()).isEqualTo("second");
                })
                .step("list, sorted by name", f -> {
                    assertThat(f.broker().domains()).extracting(Domain::name).containsExactly("bank", "shop", "zoo");
                    Domain zoo = f.broker().domain("zoo");
                    assertThat(zoo.queues()).extracting(MessageQueue::name).containsExactly("one", "two");
                    assertThat(zoo.queue("one").groups())
                            .extracting(ConsumerGroup::name)
                            .containsExactly("first", "second");
                    assertThat(zoo.queue("two").groups()).isEmpty();
                });
    }

    @Scenario
    void defaults(Steps steps) {
        steps.step("declare", f -> f.domain().declareQueue("plain")).step("options", f -> {
            QueueSettings options = f.domain().queue("plain").options();
            assertThat(options.persistent()).isTrue();
            assertThat(options.durability()).isEqualTo(Durability.PROCESS_CRASH);
            assertThat(options.workerCount()).isEqualTo(2);
            assertThat(options.maxInFlight()).isEqualTo(1000);
            assertThat(options.ackTimeout()).isEqualTo(Duration.ofSeconds(30));
            assertThat(options.maxMessageBytes()).isEqualTo(1024 * 1024);
            assertThat(options.deliveryLimit()).isEqualTo(20);
        });
    }

    @Scenario
    void declaringByNameLeavesItUntouched(Steps steps) {
        steps.step("declare with options", f -> f.redeclareQueue(queue -> queue.workerCount(7)))
                .step("declare by name", f -> f.domain().declareQueue("orders"))
                .step(
                        "nothing has changed",
                        f -> assertThat(f.queue().options().workerCount()).isEqualTo(7));
    }

    @Scenario
    void declaringWithOptionsIsTheWholeDescription(Steps steps) {
        steps.step(
                        "declare with many",
                        f -> f.redeclareQueue(queue -> queue.workerCount(7)
                                .maxInFlight(8)
                                .ackTimeout(Duration.ofSeconds(9))
                                .maxMessageBytes(10)
                                .deliveryLimit(11)))
                .step("they are in force", f -> {
                    QueueSettings options = f.queue().options();
                    assertThat(options.workerCount()).isEqualTo(7);
                    assertThat(options.maxInFlight()).isEqualTo(8);
                    assertThat(options.ackTimeout()).isEqualTo(Duration.ofSeconds(9));
                    assertThat(options.maxMessageBytes()).isEqualTo(10);
                    assertThat(options.deliveryLimit()).isEqualTo(11);
                })
                .step("declare with one", f -> f.redeclareQueue(queue -> queue.workerCount(3)))
                .step("the others are at their defaults", f -> {
                    QueueSettings options = f.queue().options();
                    assertThat(options.workerCount()).isEqualTo(3);
                    assertThat(options.maxInFlight()).isEqualTo(1000);
                    assertThat(options.ackTimeout()).isEqualTo(Duration.ofSeconds(30));
                    assertThat(options.maxMessageBytes()).isEqualTo(1024 * 1024);
                    assertThat(options.deliveryLimit()).isEqualTo(20);
                });
    }

    @Scenario
    void aChangeKeepsMessagesAndGroups(Steps steps) {
        steps.step("publish and settle one", f -> {
                    f.publish("a", "b");
                    f.take().ack();
                })
                .step("change", f -> f.redeclareQueue(queue -> queue.workerCount(5)))
                .step("the group is where it was", f -> f.expect("b"))
                .step(
                        "publishing goes on",
                        f -> assertThat(f.publish("c").get(0).position()).isEqualTo(2));
    }

    @Scenario(restarts = false)
    void moreWorkersAreAtWorkAtOnce(Steps steps) {
        Gate gate = new Gate();
        steps.queue(queue -> queue.workerCount(1)).step("change while the only worker is busy", f -> {
            f.group().subscribe(gate::pass);
            f.publish("a", "b", "c");
            gate.awaitWaiting(1);
            f.redeclareQueue(queue -> queue.workerCount(3));
            gate.awaitWaiting(3);
            gate.open();
            f.awaitSettled();
        });
    }

    @Scenario(restarts = false)
    void fewerWorkersAreAtWorkOnceTheyAreDone(Steps steps) {
        Gate before = new Gate();
        Gate after = new Gate();
        steps.queue(queue -> queue.workerCount(3)).step("change while three are busy", f -> {
            f.group().subscribe(delivery -> (delivery.position() < 3 ? before : after).pass(delivery));
            f.publish("a", "b", "c", "d", "e", "f");
            before.awaitWaiting(3);
            f.redeclareQueue(queue -> queue.workerCount(1));
            before.open();
            before.awaitPassed(3);
            after.awaitWaiting(1);
            after.open();
            f.awaitSettled();
            assertThat(after.mostAtOnce()).isEqualTo(1);
        });
    }

    @Scenario
    void optionsAreFrozen(Steps steps) {
        AtomicReference<QueueOptions> kept = new AtomicReference<>();
        steps.step("declare, keep the object, change it later", f -> {
                    f.redeclareQueue(queue -> kept.set(queue.workerCount(5)));
                    kept.get().workerCount(9);
                })
                .step(
                        "that changed nothing",
                        f -> assertThat(f.queue().options().workerCount()).isEqualTo(5));
    }

    @Scenario
    void aLambdaThatThrowsChangesNothing(Steps steps) {
        steps.step("declare", f -> {
                    assertThatThrownBy(() -> f.redeclareQueue(queue -> {
                                queue.workerCount(5);
                                throw new IllegalStateException("thrown by a test");
                            }))
                            .isInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(() -> f.declareQueue("other", queue -> queue.workerCount(0)))
                            .isInstanceOf(IllegalArgumentException.class);
                })
                .step("nothing has changed", f -> {
                    assertThat(f.queue().options().workerCount()).isEqualTo(2);
                    assertThat(f.domain().queues())
                            .extracting(MessageQueue::name)
                            .containsExactly("orders");
                });
    }

    @Scenario
    void optionsHaveTheirLimits(Steps steps) {
        steps.step("refuse", f -> {
            refused(f, queue -> queue.workerCount(0), "workerCount");
            refused(f, queue -> queue.maxInFlight(0), "maxInFlight");
            refused(f, queue -> queue.ackTimeout(Duration.ZERO), "ackTimeout");
            refused(f, queue -> queue.ackTimeout(Duration.ofSeconds(-1)), "ackTimeout");
            refused(f, queue -> queue.maxMessageBytes(0), "maxMessageBytes");
            refused(f, queue -> queue.maxMessageBytes(QueueOptions.MAX_MESSAGE_BYTES_LIMIT + 1), "maxMessageBytes");
            refused(f, queue -> queue.deliveryLimit(-1), "deliveryLimit");
        });
    }

    @Scenario
    void memoryAndPowerLossCannotHoldTogether(Steps steps) {
        steps.step("refuse, whichever comes first", f -> {
            assertThatThrownBy(() -> f.domain()
                            .declareQueue("x", queue -> queue.persistent(false).durability(Durability.POWER_LOSS)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("persistent(false)")
                    .hasMessageContaining("POWER_LOSS");
            assertThatThrownBy(() -> f.domain()
                            .declareQueue(
                                    "x",
                                    queue -> queue.durability(Durability.POWER_LOSS)
                                            .persistent(false)))
                    .isInstanceOf(IllegalArgumentException.class);
        });
    }

    private static void refused(Fixture f, Consumer<QueueOptions> options, String names) {
        assertThatThrownBy(() -> f.domain().declareQueue("x", options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(names);
    }
}
