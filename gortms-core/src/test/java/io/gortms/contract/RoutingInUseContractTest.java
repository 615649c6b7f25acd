package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.ExchangeType;
import io.gortms.Message;
import io.gortms.OverflowPolicy;
import io.gortms.PublishReceipt;
import io.gortms.contract.harness.Background;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What changes while a publisher of copies waits for room in one of their queues. */
class RoutingInUseContractTest {

    @Scenario(restarts = false)
    void aDestinationThatGoesIsNoneForItsQueue(Steps steps) {
        fullDestination(steps).step("delete it", f -> {
            Background<PublishReceipt> blocked =
                    f.background(() -> f.queue().publish(Message.text("b"))).awaitWaiting();
            f.domain().deleteQueue("copies");
            assertThat(blocked.result().position()).isEqualTo(1);
            assertThat(texts(f, "orders")).containsExactly("a", "b");
            assertThat(texts(f, "others")).contains("a", "b");
        });
    }

    @Scenario(restarts = false)
    void aDestinationThatGoesIsNoneForAnExchange(Steps steps) {
        fullDestination(steps).step("delete it", f -> {
            f.domain().declareExchange("events", ExchangeType.FANOUT).bind("", "orders");
            Background<Map<String, PublishReceipt>> blocked = f.background(
                            () -> f.domain().publish("events", "", Message.text("b")))
                    .awaitWaiting();
            f.domain().deleteQueue("copies");
            assertThat(blocked.result()).containsOnlyKeys("orders");
            assertThat(texts(f, "orders")).containsExactly("a", "b");
            assertThat(texts(f, "others")).contains("a", "b");
        });
    }

    @Scenario(restarts = false)
    void anIdIsRememberedThoughDeduplicationBeganMeanwhile(Steps steps) {
        steps.whenOpened(
                f -> f.declareQueue("copies", queue -> queue.maxSize(1)).declareGroup("g"));
        steps.step("a publish waits for room", f -> {
            f.domain().route("orders").to("copies").when(message -> message.key() != null);
            f.domain().queue("copies").publish("full");
            Background<PublishReceipt> blocked = f.background(
                            () -> f.queue().publish(Message.text("a").id("id-1").key("k")))
                    .awaitWaiting();
            f.redeclareQueue(queue -> queue.deduplication(Duration.ofMinutes(5)));
            f.queue().publish(Message.text("b").id("id-2"));
            f.take(f.domain().queue("copies").group("g"), 1).get(0).ack();
            assertThat(blocked.result().duplicate()).isFalse();
            assertThat(f.queue().publish(Message.text("c").id("id-1")).duplicate())
                    .isTrue();
            assertThat(texts(f, "orders")).containsExactly("b", "a");
        });
    }

    @Scenario(restarts = false)
    void roomThatWasKeptIsNotCountedTwiceWhenTheOldestMayGoInstead(Steps steps) {
        steps.whenOpened(f -> {
            f.declareQueue("b-copies", queue -> queue.maxSize(3)).declareGroup("g");
            f.declareQueue("copies", queue -> queue.maxSize(1)).declareGroup("g");
        });
        steps.step("a publish keeps room and waits", f -> {
            f.domain().route("orders").to("b-copies");
            f.domain().route("orders").to("copies");
            f.domain().queue("copies").publish("full");
            Background<List<PublishReceipt>> blocked =
                    f.background(() -> f.publish("a")).awaitWaiting();
            f.declareQueue("b-copies", queue -> queue.maxSize(3).overflow(OverflowPolicy.DROP_OLDEST));
            f.domain().queue("b-copies").publish(Message.text("1"));
            f.take(f.domain().queue("copies").group("g"), 1).get(0).ack();
            assertThat(blocked.result()).hasSize(1);
            for (int i = 2; i < 6; i++) {
                f.domain().queue("b-copies").publish(Message.text("" + i));
                assertThat(f.domain().queue("b-copies").group("g").lag()).isLessThanOrEqualTo(3);
            }
            assertThat(f.take(f.domain().queue("b-copies").group("g"), 3))
                    .extracting(Texts::of)
                    .containsExactly("3", "4", "5");
        });
    }

    private static Steps fullDestination(Steps steps) {
        steps.whenOpened(f -> {
            f.declareQueue("copies", queue -> queue.maxSize(1)).declareGroup("g");
            f.declareQueue("others", queue -> {});
        });
        return steps.step("fill", f -> {
            f.domain().route("orders").to("copies");
            f.domain().route("orders").to("others");
            f.publish("a");
        });
    }

    private static List<String> texts(Fixture f, String queue) {
        return f.domain().queue(queue).read(0, 100).stream().map(Texts::of).toList();
    }
}
