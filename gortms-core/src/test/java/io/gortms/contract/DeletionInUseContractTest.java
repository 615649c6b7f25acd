package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.DeliverySettledException;
import io.gortms.Domain;
import io.gortms.DomainNotFoundException;
import io.gortms.GroupNotFoundException;
import io.gortms.MessageQueue;
import io.gortms.QueueNotFoundException;
import io.gortms.Subscription;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Background;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Gate;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.time.Duration;
import java.util.List;

/** Deleting what somebody is using. */
class DeletionInUseContractTest {

    @Scenario
    void aWaitingPollEnds(Steps steps) {
        steps.step("delete the group", f -> {
                    Background<List<Delivery>> waiting = waiting(f);
                    f.queue().deleteGroup("workers");
                    assertThat(waiting.failure()).isInstanceOf(GroupNotFoundException.class);
                })
                .step("delete the queue", f -> {
                    f.queue().declareGroup("workers");
                    Background<List<Delivery>> waiting = waiting(f);
                    f.domain().deleteQueue("orders");
                    assertThat(waiting.failure()).isInstanceOf(QueueNotFoundException.class);
                })
                .step("delete the domain", f -> {
                    f.redeclareQueue(queue -> {}).declareGroup("workers");
                    Background<List<Delivery>> waiting = waiting(f);
                    f.broker().deleteDomain("shop");
                    assertThat(waiting.failure())
                            .isInstanceOfAny(DomainNotFoundException.class, QueueNotFoundException.class);
                });
    }

    @Scenario
    void anOpenDeliveryCannotBeSettled(Steps steps) {
        steps.step("delete with a delivery open", f -> {
                    f.publish("a");
                    Delivery delivery = f.take();
                    f.domain().deleteQueue("orders");
                    SettlementContractTest.SETTLEMENTS.forEach(
                            (name, settle) -> assertThatThrownBy(() -> settle.accept(delivery))
                                    .as(name)
                                    .isInstanceOf(DeliverySettledException.class));
                })
                .step("a new queue of the name knows nothing of it", f -> {
                    f.redeclareQueue(queue -> {}).declareGroup("workers");
                    f.takesNothing();
                    assertThat(f.deadLetters()).isEmpty();
                });
    }

    @Scenario
    void aLateSettlementDoesNotReachTheNewQueue(Steps steps) {
        steps.step("delete and declare again with a delivery open", f -> {
                    f.publish("a");
                    Delivery old = f.take();
                    f.domain().deleteQueue("orders");
                    f.redeclareQueue(queue -> {}).declareGroup("workers");
                    f.publish("b");
                    assertThatThrownBy(old::ack).isInstanceOf(DeliverySettledException.class);
                })
                .step("the new message comes", f -> f.expect("b"));
    }

    @Scenario(restarts = false)
    void aRunningHandlerFinishesAndItsReturnIsIgnored(Steps steps) {
        Gate gate = new Gate();
        steps.step("delete while a handler runs", f -> {
                    Subscription subscription = f.group().subscribe(options -> options.workerCount(1), gate::pass);
                    f.publish("a", "b");
                    gate.awaitWaiting(1);
                    f.domain().deleteQueue("orders");
                    assertThat(subscription.isActive()).isFalse();
                    f.redeclareQueue(queue -> {}).declareGroup("workers");
                    f.publish("c");
                    gate.open();
                    gate.awaitPassed(1);
                    subscription.close();
                })
                .step("the new queue does not notice", f -> {
                    assertThat(gate.passed()).isEqualTo(1);
                    f.expect("c");
                });
    }

    @Scenario(restarts = false)
    void aHandleOfADeletedGroupSaysSo(Steps steps) {
        steps.step("delete the group", f -> {
            ConsumerGroup group = f.group();
            f.queue().deleteGroup("workers");
            assertThatThrownBy(() -> group.poll(1, Duration.ZERO)).isInstanceOf(GroupNotFoundException.class);
            assertThatThrownBy(() -> group.subscribe(delivery -> {})).isInstanceOf(GroupNotFoundException.class);
            assertThatThrownBy(group::pause).isInstanceOf(GroupNotFoundException.class);
        });
    }

    @Scenario(restarts = false)
    void aHandleOfADeletedQueueSaysSo(Steps steps) {
        steps.step("delete the queue", f -> {
            MessageQueue queue = f.queue();
            f.domain().deleteQueue("orders");
            assertThatThrownBy(() -> queue.publish("a")).isInstanceOf(QueueNotFoundException.class);
            assertThatThrownBy(() -> queue.publishAll(List.of("a"))).isInstanceOf(QueueNotFoundException.class);
            assertThatThrownBy(() -> queue.read(0, 1)).isInstanceOf(QueueNotFoundException.class);
            assertThatThrownBy(() -> queue.declareGroup("x")).isInstanceOf(QueueNotFoundException.class);
        });
    }

    @Scenario(restarts = false)
    void aHandleOfADeletedDomainSaysSo(Steps steps) {
        steps.step("delete the domain", f -> {
            Domain domain = f.domain();
            MessageQueue queue = f.queue();
            f.broker().deleteDomain("shop");
            assertThatThrownBy(() -> domain.declareQueue("x")).isInstanceOf(DomainNotFoundException.class);
            assertThatThrownBy(() -> domain.queue("orders")).isInstanceOf(DomainNotFoundException.class);
            assertThatThrownBy(() -> queue.publish("a"))
                    .isInstanceOfAny(DomainNotFoundException.class, QueueNotFoundException.class);
        });
    }

    @Scenario(restarts = false)
    void anOldHandleDoesNotReachTheNewQueue(Steps steps) {
        steps.step("delete and declare again", f -> {
                    MessageQueue old = f.queue();
                    f.domain().deleteQueue("orders");
                    f.redeclareQueue(queue -> {}).declareGroup("workers");
                    assertThatThrownBy(() -> old.publish("a")).isInstanceOf(QueueNotFoundException.class);
                })
                .step("it is empty", f -> f.takesNothing());
    }

    @Scenario(restarts = false)
    void publishersThatRaceWithItAreToldSo(Steps steps) {
        steps.step("delete while others publish", f -> {
            MessageQueue queue = f.queue();
            List<Background<Object>> publishers = List.of(publishing(f, queue), publishing(f, queue));
            Await.until("they publish", () -> queue.stats().published() > 20);
            f.domain().deleteQueue("orders");
            for (Background<Object> publisher : publishers) {
                assertThat(publisher.failure()).isInstanceOf(QueueNotFoundException.class);
            }
        });
    }

    private static Background<Object> publishing(Fixture f, MessageQueue queue) {
        return f.background(() -> {
            while (true) {
                queue.publish("x");
            }
        });
    }

    private static Background<List<Delivery>> waiting(Fixture f) {
        return f.background(() -> f.group().poll(1, Await.LIMIT)).awaitWaiting();
    }
}
