package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Delivery;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** Position, lag and pending of a group. */
class GroupStateContractTest {

    @Scenario
    void aNewGroup(Steps steps) {
        steps.step("nothing yet", f -> is(f, 0, 0, 0))
                .step("publish", f -> f.publish("a", "b", "c"))
                .step("all is unread", f -> is(f, 0, 3, 0));
    }

    @Scenario
    void inFlight(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b", "c", "d"))
                .step("take and settle out of order", f -> {
                    List<Delivery> taken = f.take(3);
                    is(f, 0, 4, 3);
                    taken.get(1).ack();
                    is(f, 0, 3, 2);
                    taken.get(0).ack();
                    is(f, 2, 2, 1);
                    taken.get(2).release();
                    is(f, 2, 2, 0);
                })
                .step("it is remembered", f -> is(f, 2, 2, 0))
                .step("settle the rest", f -> {
                    f.expect("c", "d");
                    is(f, 4, 0, 0);
                });
    }

    @Scenario
    void waitingForARetry(Steps steps) {
        steps.step("fail one for later", f -> {
                    f.publish("a", "b");
                    f.take().nack(Duration.ofMinutes(1));
                })
                .step("it is pending", f -> is(f, 0, 2, 1))
                .step("settle the other", f -> {
                    f.take().ack();
                    is(f, 0, 1, 1);
                })
                .step("when its time has come", f -> {
                    f.advance(Duration.ofMinutes(1));
                    f.expect("a");
                })
                .step("all is settled", f -> is(f, 2, 0, 0));
    }

    @Scenario
    void holesAreRemembered(Steps steps) {
        int count = 1_000;
        steps.step("settle every second of many", f -> {
                    f.queue().publishAll(Collections.nCopies(count, "x"));
                    for (Delivery delivery : f.take(count)) {
                        if (delivery.position() % 2 == 1) {
                            delivery.ack();
                        } else {
                            delivery.release();
                        }
                    }
                })
                .step("half are left", f -> is(f, 0, count / 2, 0))
                .step("these come again, in order", f -> {
                    List<Delivery> left = f.take(count / 2);
                    assertThat(left).allMatch(delivery -> delivery.position() % 2 == 0);
                    assertThat(left).extracting(Delivery::position).isSorted();
                    left.forEach(Delivery::ack);
                })
                .step("all is settled", f -> is(f, count, 0, 0));
    }

    private static void is(Fixture f, long position, long lag, long pending) {
        assertThat(f.group().position()).as("position").isEqualTo(position);
        assertThat(f.group().lag()).as("lag").isEqualTo(lag);
        assertThat(f.group().pending()).as("pending").isEqualTo(pending);
    }
}
