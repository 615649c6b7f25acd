package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Delivery;
import io.gortms.QueueOptions;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Background;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How much of a group may be in flight. */
class FlowControlContractTest {

    @Scenario
    void noMoreThanMaxInFlightAreOut(Steps steps) {
        steps.queue(queue -> queue.maxInFlight(3))
                .step("publish", f -> f.publish("a", "b", "c", "d", "e"))
                .step("take all there is, settle one, take again", f -> {
                    List<Delivery> out = takeAll(f);
                    assertThat(out).extracting(Texts::of).containsExactly("a", "b", "c");
                    out.remove(1).ack();
                    List<Delivery> more = takeAll(f);
                    assertThat(more).extracting(Texts::of).containsExactly("d");
                    out.forEach(Delivery::ack);
                    more.forEach(Delivery::ack);
                })
                .step("the last one", f -> f.expect("e"));
    }

    @Scenario
    void settlingWakesWhoWaitsForRoom(Steps steps) {
        steps.queue(queue -> queue.maxInFlight(1))
                .step("publish", f -> f.publish("a", "b"))
                .step("hold one, wait for the next", f -> {
                    Delivery held = f.take();
                    Background<List<Delivery>> waiting =
                            f.background(() -> f.group().poll(1, Await.LIMIT)).awaitWaiting();
                    assertThat(waiting.isRunning()).isTrue();
                    held.ack();
                    assertThat(waiting.result()).extracting(Texts::of).containsExactly("b");
                    waiting.result().forEach(Delivery::ack);
                });
    }

    @Scenario
    void whatWaitsForARetryIsNotInFlight(Steps steps) {
        steps.queue(queue -> queue.maxInFlight(2))
                .step("publish", f -> f.publish("a", "b", "c", "d"))
                .step("fail two for later", f -> f.take(2).forEach(delivery -> delivery.nack(Duration.ofHours(1))))
                .step("there is room for two more", f -> f.take(2).forEach(Delivery::ack))
                .step("and then for the first two", f -> {
                    f.advance(Duration.ofHours(1));
                    f.expect("a", "b");
                });
    }

    @Scenario
    void anExpiredLeaseMakesRoom(Steps steps) {
        steps.queue(queue -> queue.maxInFlight(1))
                .step("publish", f -> f.publish("a", "b"))
                .step("take one and do nothing", f -> {
                    f.take();
                    f.takesNothing();
                    f.advance(Duration.ofSeconds(30));
                })
                .step("the group goes on", f -> {
                    f.take().ack();
                    f.take().ack();
                });
    }

    @Scenario
    void aRaisedMaxInFlightHoldsAtOnce(Steps steps) {
        steps.queue(queue -> queue.maxInFlight(1))
                .step("publish", f -> f.publish("a", "b", "c"))
                .step("take one, raise, take more", f -> {
                    Delivery first = f.take();
                    f.takesNothing();
                    f.redeclareQueue(queue -> queue.maxInFlight(3));
                    List<Delivery> more = f.take(2);
                    first.ack();
                    more.forEach(Delivery::ack);
                })
                .step("all is settled", f -> assertThat(f.group().lag()).isZero());
    }

    @Scenario(restarts = false)
    void payloadsInFlightAreBoundedToo(Steps steps) {
        int size = QueueOptions.MAX_MESSAGE_BYTES_LIMIT;
        steps.queue(queue -> queue.maxMessageBytes(size))
                .step("publish 75 MiB", f -> {
                    for (int count = 0; count < 5; count++) {
                        f.queue().publish(new byte[size]);
                    }
                })
                .step("no more than 64 MiB are out at a time", f -> {
                    List<Delivery> out = takeAll(f);
                    assertThat(out).hasSizeBetween(1, 4);
                    out.forEach(Delivery::ack);
                    f.take(5 - out.size()).forEach(Delivery::ack);
                    f.takesNothing();
                });
    }

    private static List<Delivery> takeAll(Fixture f) {
        List<Delivery> all = new ArrayList<>();
        List<Delivery> some = f.group().poll(100, Duration.ZERO);
        while (!some.isEmpty()) {
            all.addAll(some);
            some = f.group().poll(100, Duration.ZERO);
        }
        return all;
    }
}
