package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.BrokerClosedException;
import io.gortms.ConsumerGroup;
import io.gortms.Domain;
import io.gortms.MessageQueue;
import io.gortms.Subscription;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Gate;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One call to declare and to consume. */
class ConsumeContractTest {

    @Scenario(restarts = false)
    void declaresTheQueueAndTheDefaultGroup(Steps steps) {
        List<String> got = new CopyOnWriteArrayList<>();
        steps.step("consume, then publish", f -> {
            Subscription subscription = f.domain().consume("mails", delivery -> got.add(Texts.of(delivery)));
            MessageQueue mails = f.domain().queue("mails");
            assertThat(mails.groups()).extracting(ConsumerGroup::name).containsExactly("default");
            mails.publish("a");
            Await.until("it is handled", () -> got.size() == 1);
            assertThat(mails.group("default").awaitSettled(Await.LIMIT)).isTrue();
            assertThat(subscription.name()).isNotEmpty();
            subscription.close();
        });
    }

    @Scenario(restarts = false)
    void handsOutPayloads(Steps steps) {
        List<Order> got = new CopyOnWriteArrayList<>();
        steps.step("consume, then publish", f -> {
            f.domain().consume("mails", Order.class, got::add);
            f.domain().queue("mails").publish(new Order("o", 1.5));
            Await.until("it is handled", () -> got.equals(List.of(new Order("o", 1.5))));
        });
    }

    @Scenario(restarts = false)
    void leavesWhatExistsUntouched(Steps steps) {
        List<String> got = new CopyOnWriteArrayList<>();
        steps.queue(queue -> queue.workerCount(7)).step("consume an existing queue", f -> {
            f.queue().declareGroup("default");
            f.publish("a", "b");
            f.domain().consume("orders", delivery -> got.add(Texts.of(delivery)));
            Await.until("both are handled", () -> got.size() == 2);
            assertThat(f.queue().options().workerCount()).isEqualTo(7);
            assertThat(f.queue().groups()).extracting(ConsumerGroup::name).containsExactly("default", "workers");
            f.expect("a", "b");
        });
    }

    @Scenario(restarts = false)
    void aSecondConsumerSharesTheWork(Steps steps) {
        Gate gate = new Gate();
        steps.step("two of one worker each", f -> {
            f.declareQueue("mails", queue -> queue.workerCount(1));
            f.domain().consume("mails", gate::pass);
            f.domain().consume("mails", gate::pass);
            f.domain().queue("mails").publishAll(List.of("a", "b", "c"));
            gate.awaitWaiting(2);
            gate.open();
            assertThat(f.domain().queue("mails").group("default").awaitSettled(Await.LIMIT))
                    .isTrue();
            assertThat(gate.mostAtOnce()).isEqualTo(2);
        });
    }

    @Scenario(restarts = false)
    void refusals(Steps steps) {
        steps.step("refuse", f -> {
            Domain shop = f.domain();
            assertThatThrownBy(() -> shop.consume("not a name", delivery -> {}))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> shop.consume("mails", null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> shop.consume("mails", null, order -> {})).isInstanceOf(NullPointerException.class);
            assertThat(shop.queues()).extracting(MessageQueue::name).containsExactly("orders");
            f.broker().close();
            assertThatThrownBy(() -> shop.consume("mails", delivery -> {})).isInstanceOf(BrokerClosedException.class);
        });
    }
}
