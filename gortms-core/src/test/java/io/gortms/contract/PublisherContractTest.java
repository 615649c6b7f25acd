package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Delivery;
import io.gortms.GroupNotFoundException;
import io.gortms.QueueNotFoundException;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Collector;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Deliveries as a reactive stream; the rules of the stream itself are tested by its own suite. */
class PublisherContractTest {

    @Scenario
    void deliversWhatIsRequestedAndNoMore(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b", "c")).step("request two, then one", f -> {
            Collector collector = subscribe(f);
            assertThat(collector.got()).isEmpty();
            collector.request(2);
            collector.await(2).forEach(Delivery::ack);
            // what it did not ask for is there for others
            f.expect("c");
            assertThat(collector.got()).extracting(Texts::of).containsExactly("a", "b");
            collector.request(1);
            f.publish("d");
            Delivery last = collector.await(3).get(2);
            assertThat(Texts.of(last)).isEqualTo("d");
            last.ack();
        });
    }

    @Scenario
    void settlingIsUpToTheSubscriber(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b", "c")).step("fail, give back, do nothing", f -> {
            Collector collector = subscribe(f);
            collector.request(3);
            List<Delivery> got = collector.await(3);
            got.get(0).nack();
            f.awaitDeadLetters("a");
            f.advance(Duration.ofSeconds(30));
            List<Delivery> again = f.take(2);
            assertThat(again).extracting(Texts::of).containsExactly("b", "c");
            assertThat(again).extracting(Delivery::attempt).containsOnly(2);
            again.forEach(Delivery::ack);
        });
    }

    @Scenario
    void cancellingTakesNothingMore(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b")).step("take one, cancel, and settle it", f -> {
            Collector collector = subscribe(f);
            collector.request(1);
            Delivery delivery = collector.await(1).get(0);
            collector.cancel();
            collector.request(1);
            // whoever cancels after so many elements settles them when they are done
            delivery.ack();
            f.expect("b");
            assertThat(collector.hasEnded()).isFalse();
        });
    }

    @Scenario(restarts = false)
    void subscribersShareTheWork(Steps steps) {
        int count = 400;
        steps.step("several subscribers", f -> {
            List<Collector> collectors =
                    Stream.generate(() -> subscribe(f)).limit(3).toList();
            collectors.forEach(collector -> collector.request(count));
            f.queue().publishAll(IntStream.range(0, count).boxed().toList());
            Await.until(
                    "all came",
                    () -> collectors.stream().mapToInt(one -> one.got().size()).sum() == count);
            List<Long> positions = new ArrayList<>();
            for (Collector collector : collectors) {
                assertThat(collector.overlapped()).isFalse();
                collector.got().forEach(delivery -> {
                    positions.add(delivery.position());
                    delivery.ack();
                });
            }
            assertThat(positions).doesNotHaveDuplicates().hasSize(count);
            assertThat(f.group().lag()).isZero();
        });
    }

    @Scenario(restarts = false)
    void oneSubscriberGetsThemInOrder(Steps steps) {
        int count = 500;
        steps.step("publish while it takes", f -> {
            Collector collector = subscribe(f);
            collector.request(Long.MAX_VALUE);
            f.queue().publishAll(IntStream.range(0, count).boxed().toList());
            assertThat(collector.await(count)).extracting(Delivery::position).isSorted();
            collector.got().forEach(Delivery::ack);
        });
    }

    @Scenario(restarts = false)
    void closingTheBrokerCompletesIt(Steps steps) {
        steps.step("close", f -> {
            Collector active = subscribe(f);
            Collector idle = subscribe(f);
            active.request(1);
            f.publish("a");
            active.await(1);
            f.broker().close();
            assertThat(active.awaitEnd()).isNull();
            assertThat(idle.awaitEnd()).isNull();
        });
    }

    @Scenario(restarts = false)
    void closingRightAfterSubscribingCompletesItToo(Steps steps) {
        steps.step("subscribe often, and close", f -> {
            List<Collector> collectors =
                    Stream.generate(() -> subscribe(f)).limit(100).toList();
            f.broker().close();
            for (Collector collector : collectors) {
                assertThat(collector.awaitEnd()).isNull();
                collector.request(1);
                collector.cancel();
            }
        });
    }

    @Scenario(restarts = false)
    void deletingEndsItWithAnError(Steps steps) {
        steps.step("delete the group", f -> {
                    Collector collector = subscribe(f);
                    f.queue().deleteGroup("workers");
                    assertThat(collector.awaitEnd()).isInstanceOf(GroupNotFoundException.class);
                })
                .step("delete the queue", f -> {
                    f.queue().declareGroup("workers");
                    Collector collector = subscribe(f);
                    collector.request(10);
                    f.domain().deleteQueue("orders");
                    assertThat(collector.awaitEnd()).isInstanceOf(QueueNotFoundException.class);
                });
    }

    @Scenario(restarts = false)
    void pausingHoldsItBack(Steps steps) {
        steps.step("pause, publish, resume", f -> {
            Collector collector = subscribe(f);
            collector.request(10);
            f.group().pause();
            f.publish("a");
            f.takesNothing();
            assertThat(collector.got()).isEmpty();
            f.group().resume();
            collector.await(1).forEach(Delivery::ack);
        });
    }

    private static Collector subscribe(Fixture f) {
        Collector collector = new Collector();
        f.group().publisher().subscribe(collector);
        return collector;
    }
}
