package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.Domain;
import io.gortms.DomainNotFoundException;
import io.gortms.GroupNotFoundException;
import io.gortms.MessageQueue;
import io.gortms.QueueNotFoundException;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.time.Duration;
import java.util.List;

/** What is deleted is gone; what is declared again under the name is empty. */
class DeletionContractTest {

    @Scenario
    void aQueue(Steps steps) {
        steps.step("publish and settle some", f -> {
                    f.publish("a", "b", "c");
                    f.take().ack();
                    f.take().nack(Duration.ofMinutes(1));
                })
                .step("delete", f -> f.domain().deleteQueue("orders"))
                .step("it is gone", f -> {
                    assertThatThrownBy(f::queue).isInstanceOf(QueueNotFoundException.class);
                    assertThat(f.domain().queues()).isEmpty();
                })
                .step("declare it again: it is empty", f -> {
                    MessageQueue queue = f.redeclareQueue(options -> {});
                    assertThat(queue.groups()).isEmpty();
                    assertThat(queue.read(0, 10)).isEmpty();
                    queue.declareGroup("workers");
                })
                .step("positions begin at zero, and nothing is settled", f -> {
                    assertThat(f.publish("d", "e").get(0).position()).isZero();
                    f.expect("d", "e");
                })
                .step("no retry of the old one comes", f -> {
                    f.advance(Duration.ofMinutes(1));
                    f.takesNothing();
                });
    }

    @Scenario
    void aGroup(Steps steps) {
        steps.step("publish and settle some", f -> {
                    f.publish("a", "b");
                    f.take().ack();
                    f.take().nack(Duration.ofMinutes(1));
                    f.group().pause();
                })
                .step("delete", f -> f.queue().deleteGroup("workers"))
                .step("it is gone", f -> {
                    assertThatThrownBy(f::group).isInstanceOf(GroupNotFoundException.class);
                    assertThat(f.queue().groups()).isEmpty();
                })
                .step("declare it again: it knows nothing", f -> {
                    ConsumerGroup group = f.queue().declareGroup("workers");
                    assertThat(group.isPaused()).isFalse();
                    assertThat(group.position()).isZero();
                    assertThat(group.pending()).isZero();
                })
                .step("everything comes, for the first time", f -> {
                    List<Delivery> taken = f.take(2);
                    assertThat(taken).extracting(Delivery::attempt).containsOnly(1);
                    taken.forEach(Delivery::ack);
                    f.advance(Duration.ofMinutes(1));
                    f.takesNothing();
                });
    }

    @Scenario
    void aDomain(Steps steps) {
        steps.step("publish", f -> {
                    f.declareQueue("returns", queue -> {}).publish("x");
                    f.publish("a");
                })
                .step("delete", f -> f.broker().deleteDomain("shop"))
                .step("it is gone", f -> {
                    assertThatThrownBy(f::domain).isInstanceOf(DomainNotFoundException.class);
                    assertThat(f.broker().domains()).isEmpty();
                })
                .step("declare it again: it is empty", f -> {
                    assertThat(f.broker().declareDomain("shop").queues()).isEmpty();
                    f.redeclareQueue(queue -> {}).declareGroup("workers");
                    f.takesNothing();
                })
                .step("it works", f -> {
                    assertThat(f.publish("b").get(0).position()).isZero();
                    f.expect("b");
                });
    }

    @Scenario
    void othersStay(Steps steps) {
        steps.step("more of each", f -> {
                    f.broker().declareDomain("bank").declareQueue("orders").publish("x");
                    f.declareQueue("returns", queue -> {}).publish("y");
                    f.queue().declareGroup("others");
                    f.publish("a");
                })
                .step("delete one of each", f -> {
                    f.broker().deleteDomain("bank");
                    f.domain().deleteQueue("returns");
                    f.queue().deleteGroup("others");
                })
                .step("what was not named is there", f -> {
                    assertThat(f.broker().domains()).extracting(Domain::name).containsExactly("shop");
                    assertThat(f.domain().queues())
                            .extracting(MessageQueue::name)
                            .containsExactly("orders");
                    f.expect("a");
                });
    }

    @Scenario
    void deletingAndDeclaringManyTimes(Steps steps) {
        steps.step("again and again", f -> {
                    for (int time = 0; time < 5; time++) {
                        f.domain().deleteQueue("orders");
                        f.redeclareQueue(queue -> {}).declareGroup("workers");
                        assertThat(f.publish("a" + time).get(0).position()).isZero();
                    }
                })
                .step("the last one counts", f -> f.expect("a4"));
    }
}
