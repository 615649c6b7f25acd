package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Delivery;
import io.gortms.GroupStats;
import io.gortms.Subscription;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.time.Duration;
import java.util.List;

/** Counters since the broker was opened. */
class StatsContractTest {

    @Scenario(restarts = false)
    void ofAGroup(Steps steps) {
        steps.step("one of each settlement", f -> {
                    f.publish("ack", "nack", "later", "release", "reject", "expire", "open", "unread");
                    List<Delivery> taken = f.take(6);
                    taken.get(0).ack();
                    taken.get(1).nack();
                    taken.get(2).nack(Duration.ofHours(1));
                    taken.get(3).release(Duration.ofHours(1));
                    taken.get(4).reject("unwanted");
                    f.advance(Duration.ofSeconds(30));
                    f.awaitDeadLetters("nack", "reject");
                    f.take().release();
                    f.take(2);
                })
                .step("they are counted", f -> {
                    GroupStats stats = f.group().stats();
                    assertThat(stats.position()).isEqualTo(2);
                    assertThat(stats.lag()).isEqualTo(5);
                    assertThat(stats.inFlight()).isEqualTo(2);
                    assertThat(stats.delivered()).isEqualTo(9);
                    assertThat(stats.redelivered()).isEqualTo(2);
                    assertThat(stats.acked()).isEqualTo(1);
                    assertThat(stats.nacked()).isEqualTo(3);
                    assertThat(stats.released()).isEqualTo(2);
                    assertThat(stats.deadLettered()).isEqualTo(2);
                    assertThat(stats.skipped()).isZero();
                    assertThat(stats.damaged()).isZero();
                });
    }

    @Scenario(restarts = false)
    void ofConsumers(Steps steps) {
        steps.step("subscriptions come and go", f -> {
            assertThat(f.group().stats().consumers()).isZero();
            Subscription first = f.group().subscribe(delivery -> {});
            Subscription second = f.group().subscribe(delivery -> {});
            assertThat(f.group().stats().consumers()).isEqualTo(2);
            first.close();
            assertThat(f.group().stats().consumers()).isEqualTo(1);
            second.close();
            assertThat(f.group().stats().consumers()).isZero();
        });
    }

    @Scenario(restarts = false)
    void ofAQueue(Steps steps) {
        steps.step("publish", f -> {
            f.queue().declareGroup("others");
            f.publish("a", "b");
            f.queue().publishAll(List.of(1, 2, 3));
            assertThat(f.queue().stats().firstPosition()).isZero();
            assertThat(f.queue().stats().endPosition()).isEqualTo(5);
            assertThat(f.queue().stats().published()).isEqualTo(5);
            assertThat(f.queue().stats().groups()).isEqualTo(2);
        });
    }

    @Scenario(restarts = false)
    void ofTheDomainAndTheBroker(Steps steps) {
        steps.step("work in two queues, and elsewhere", f -> {
                    f.publish("a", "b");
                    f.take().ack();
                    f.declareQueue("returns", queue -> {}).publish("x");
                    f.broker().declareDomain("bank").declareQueue("accounts").publish("y");
                })
                .step("the domain counts its own", f -> {
                    assertThat(f.domain().stats().queues()).isEqualTo(2);
                    assertThat(f.domain().stats().published()).isEqualTo(3);
                    assertThat(f.domain().stats().deliveries().delivered()).isEqualTo(1);
                    assertThat(f.domain().stats().deliveries().acked()).isEqualTo(1);
                    assertThat(f.domain().stats().deliveries().deadLettered()).isZero();
                })
                .step("the broker counts all", f -> {
                    assertThat(f.broker().stats().domains()).isEqualTo(2);
                    assertThat(f.broker().stats().queues()).isEqualTo(3);
                    assertThat(f.broker().stats().published()).isEqualTo(4);
                    assertThat(f.broker().stats().deliveries().delivered()).isEqualTo(1);
                    assertThat(f.broker().stats().deliveries().acked()).isEqualTo(1);
                });
    }
}
