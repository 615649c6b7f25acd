package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.BrokerEvent;
import io.gortms.Subscription;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Collector;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.util.List;

/** Events of consumers that come and go. */
class ConsumerEventContractTest {

    @Scenario(restarts = false)
    void ofSubscriptions(Steps steps) {
        steps.step("they come and go", f -> {
            Subscription named = f.group().subscribe(options -> options.name("mailer"), delivery -> {});
            Subscription other = f.group().subscribe(delivery -> {});
            assertThat(told(f)).containsExactly("+mailer", "+" + other.name());
            f.publish("a");
            f.awaitSettled();
            named.close();
            named.close();
            Await.until("it has gone", () -> told(f).size() == 3);
            other.close();
            Await.until("the other one too", () -> told(f).size() == 4);
            assertThat(told(f)).endsWith("-mailer", "-" + other.name());
        });
    }

    @Scenario(restarts = false)
    void ofStreamSubscribers(Steps steps) {
        steps.step("one comes and goes", f -> {
            Collector collector = new Collector();
            f.group().publisher().subscribe(collector);
            assertThat(told(f)).containsExactly("+stream-1");
            collector.cancel();
            Await.until("it has gone", () -> told(f).size() == 2);
            assertThat(told(f)).containsExactly("+stream-1", "-stream-1");
        });
    }

    @Scenario(restarts = false)
    void whoGoesWithTheGroupGoesSilently(Steps steps) {
        steps.step("delete the group", f -> {
            Subscription subscription = f.group().subscribe(options -> options.name("mailer"), delivery -> {});
            Collector collector = new Collector();
            f.group().publisher().subscribe(collector);
            f.queue().deleteGroup("workers");
            assertThat(collector.awaitEnd()).isNotNull();
            subscription.close();
            assertThat(told(f)).containsExactly("+mailer", "+stream-1");
        });
    }

    private static List<String> told(Fixture f) {
        return f.broker().events().stream()
                .filter(event -> event.resource().equals("shop.orders/workers"))
                .map(ConsumerEventContractTest::word)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static String word(BrokerEvent event) {
        if (event instanceof BrokerEvent.ConsumerConnected connected) {
            return "+" + connected.consumer();
        }
        return event instanceof BrokerEvent.ConsumerLost lost ? "-" + lost.consumer() : "";
    }
}
