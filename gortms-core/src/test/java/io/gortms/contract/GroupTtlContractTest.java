package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.BrokerEvent;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.GroupNotFoundException;
import io.gortms.StartPosition;
import io.gortms.Subscription;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Collector;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.time.Duration;
import java.util.List;

/** Groups that are deleted when nobody has used them for a while. */
class GroupTtlContractTest {

    private static final Duration TTL = Duration.ofHours(1);
    private static final Duration NEARLY = TTL.minusMillis(1);

    @Scenario
    void anIdleGroupIsDeleted(Steps steps) {
        steps.step("declare it", f -> declareBrief(f))
                .step("time passes", f -> f.advance(TTL))
                .step("it is gone", f -> {
                    assertGone(f);
                    assertThat(f.queue().groups())
                            .extracting(ConsumerGroup::name)
                            .containsExactly("workers");
                });
    }

    @Scenario(restarts = false)
    void atItsTimeAndNotBefore(Steps steps) {
        steps.step("declare it and wait", f -> {
            declareBrief(f);
            f.advance(NEARLY);
            assertThat(f.queue().groups()).hasSize(2);
            f.advance(Duration.ofMillis(1));
            assertThat(f.queue().groups()).hasSize(1);
            assertThat(f.broker().events())
                    .filteredOn(event -> event.resource().equals("shop.orders/brief"))
                    .last()
                    .isInstanceOf(BrokerEvent.GroupExpired.class);
        });
    }

    @Scenario
    void withoutATtlItStays(Steps steps) {
        steps.step("a year passes", f -> f.advance(Duration.ofDays(365)))
                .step("it is there", f -> assertThat(f.group().options().ttl()).isZero());
    }

    @Scenario
    void itIsEmptyWhenDeclaredAgain(Steps steps) {
        steps.step("settle one, then let it expire", f -> {
                    declareBrief(f);
                    f.publish("a", "b");
                    f.take(f.group("brief"), 1).get(0).ack();
                    f.advance(TTL);
                    assertGone(f);
                })
                .step("declare it again", f -> declareBrief(f))
                .step("it begins anew", f -> assertThat(f.group("brief").lag()).isEqualTo(2));
    }

    @Scenario(restarts = false)
    void aPollKeepsIt(Steps steps) {
        steps.step("poll now and then", f -> {
            ConsumerGroup brief = declareBrief(f);
            f.advance(NEARLY);
            assertThat(brief.poll(1, Duration.ZERO)).isEmpty();
            f.advance(NEARLY);
            assertThat(brief.lag()).isZero();
            f.advance(Duration.ofMillis(1));
            assertGone(f);
            assertThatThrownBy(() -> brief.poll(1, Duration.ZERO)).isInstanceOf(GroupNotFoundException.class);
        });
    }

    @Scenario(restarts = false)
    void aWaitingPollKeepsIt(Steps steps) {
        steps.step("wait in a poll", f -> {
            ConsumerGroup brief = declareBrief(f);
            var waiting = f.background(() -> brief.poll(1, Await.LIMIT)).awaitWaiting();
            f.advance(TTL.multipliedBy(3));
            f.publish("a");
            waiting.result().get(0).ack();
            f.advance(NEARLY);
            assertThat(brief.lag()).isZero();
            f.advance(Duration.ofMillis(1));
            assertGone(f);
        });
    }

    @Scenario(restarts = false)
    void anOpenDeliveryKeepsIt(Steps steps) {
        steps.queue(queue -> queue.ackTimeout(Duration.ofDays(1))).step("hold one", f -> {
            ConsumerGroup brief = declareBrief(f);
            f.publish("a");
            Delivery open = f.take(brief, 1).get(0);
            f.advance(TTL.multipliedBy(3));
            open.ack();
            f.advance(NEARLY);
            assertThat(brief.lag()).isZero();
            f.advance(Duration.ofMillis(1));
            assertGone(f);
        });
    }

    @Scenario(restarts = false)
    void aSubscriptionKeepsIt(Steps steps) {
        steps.step("subscribe", f -> {
            ConsumerGroup brief = declareBrief(f);
            Subscription subscription = brief.subscribe(delivery -> {});
            f.advance(TTL.multipliedBy(3).plusMinutes(20));
            subscription.close();
            f.advance(NEARLY);
            assertThat(brief.lag()).isZero();
            f.advance(Duration.ofMillis(1));
            assertGone(f);
        });
    }

    @Scenario(restarts = false)
    void aStreamKeepsIt(Steps steps) {
        steps.step("subscribe to the stream", f -> {
            ConsumerGroup brief = declareBrief(f);
            Collector collector = new Collector();
            brief.publisher().subscribe(collector);
            collector.request(1);
            f.advance(TTL.multipliedBy(3).plusMinutes(20));
            collector.cancel();
            f.advance(NEARLY);
            assertThat(brief.lag()).isZero();
            f.advance(Duration.ofMillis(1));
            assertGone(f);
        });
    }

    @Scenario
    void theTtlChangesAtOnce(Steps steps) {
        steps.step(
                        "declare it with a day",
                        f -> f.queue()
                                .declareGroup(
                                        "brief",
                                        group -> group.ttl(Duration.ofDays(1)).startFrom(StartPosition.latest())))
                .step("then with an hour, and another beginning", f -> {
                    declareBrief(f);
                    assertThat(f.group("brief").options().ttl()).isEqualTo(TTL);
                    assertThat(f.group("brief").options().startFrom()).isEqualTo(StartPosition.latest());
                    assertThat(f.broker().events()).anyMatch(event -> event instanceof BrokerEvent.GroupChanged);
                })
                .step("declaring it by name changes nothing", f -> {
                    f.queue().declareGroup("brief");
                    assertThat(f.group("brief").options().ttl()).isEqualTo(TTL);
                })
                .step("it goes after an hour", f -> {
                    f.advance(TTL);
                    assertGone(f);
                });
    }

    @Scenario(restarts = false)
    void aShorterTtlThanItWasIdleEndsIt(Steps steps) {
        steps.step("idle for half a day, then an hour is allowed", f -> {
            f.queue().declareGroup("brief", group -> group.ttl(Duration.ofDays(1)));
            f.advance(Duration.ofHours(12));
            declareBrief(f);
            f.advance(Duration.ZERO);
            assertGone(f);
        });
    }

    @Scenario
    void itMayBeTakenBack(Steps steps) {
        steps.step("declare it, then without a ttl", f -> {
                    declareBrief(f);
                    f.queue().declareGroup("brief", group -> {});
                })
                .step("time passes", f -> f.advance(Duration.ofDays(9)))
                .step("it is there", f -> assertThat(f.group("brief").lag()).isZero());
    }

    @Scenario
    void theOthersMessagesAreNotTouched(Steps steps) {
        steps.queue(queue -> queue.ttl(Duration.ZERO))
                .step("publish, and let one group expire", f -> {
                    declareBrief(f);
                    f.publish("a", "b");
                })
                .step("time passes", f -> f.advance(TTL))
                .step("the other one has them", f -> {
                    assertGone(f);
                    f.expect("a", "b");
                    assertThat(f.queue().read(0, 10)).hasSize(2);
                });
    }

    private static ConsumerGroup declareBrief(Fixture f) {
        return f.queue().declareGroup("brief", group -> group.ttl(TTL));
    }

    private static void assertGone(Fixture f) {
        assertThat(f.queue().groups()).extracting(ConsumerGroup::name).isEqualTo(List.of("workers"));
        assertThatThrownBy(() -> f.group("brief")).isInstanceOf(GroupNotFoundException.class);
    }
}
