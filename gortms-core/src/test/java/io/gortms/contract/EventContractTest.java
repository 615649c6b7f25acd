package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.BrokerEvent;
import io.gortms.BrokerListener;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What listeners are told of. */
class EventContractTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Scenario(restarts = false)
    void whatIsDeclaredChangedAndDeleted(Steps steps) {
        List<BrokerEvent> told = new CopyOnWriteArrayList<>();
        steps.listener(told::add)
                .step("declare, change, delete", f -> {
                    f.broker().declareDomain("bank").declareQueue("accounts").declareGroup("clerks");
                    f.broker().declareDomain("bank");
                    f.broker().domain("bank").declareQueue("accounts", queue -> queue.workerCount(5));
                    f.broker().domain("bank").queue("accounts").deleteGroup("clerks");
                    f.broker().domain("bank").deleteQueue("accounts");
                    f.broker().deleteDomain("bank");
                })
                .step("told in order", f -> {
                    List<BrokerEvent> expected = List.of(
                            new BrokerEvent.DomainCreated(START, "bank"),
                            new BrokerEvent.QueueCreated(START, "bank.accounts"),
                            new BrokerEvent.GroupCreated(START, "bank.accounts/clerks"),
                            new BrokerEvent.QueueChanged(START, "bank.accounts"),
                            new BrokerEvent.GroupDeleted(START, "bank.accounts/clerks"),
                            new BrokerEvent.QueueDeleted(START, "bank.accounts"),
                            new BrokerEvent.DomainDeleted(START, "bank"));
                    Await.until("all are told", () -> ofBank(told).size() >= expected.size());
                    assertThat(ofBank(told)).isEqualTo(expected);
                    assertThat(ofBank(f.broker().events())).isEqualTo(expected);
                });
    }

    @Scenario(restarts = false)
    void aListenerThatComesAndGoes(Steps steps) {
        List<BrokerEvent> told = new CopyOnWriteArrayList<>();
        List<BrokerEvent> always = new CopyOnWriteArrayList<>();
        BrokerListener guest = told::add;
        steps.listener(always::add)
                .step("it comes", f -> {
                    f.broker().addListener(guest);
                    f.broker().declareDomain("bank");
                    Await.until("it is told", () -> told.contains(new BrokerEvent.DomainCreated(START, "bank")));
                })
                .step("it goes", f -> {
                    assertThat(f.broker().removeListener(guest)).isTrue();
                    assertThat(f.broker().removeListener(guest)).isFalse();
                    BrokerEvent last = new BrokerEvent.DomainDeleted(START, "bank");
                    f.broker().deleteDomain("bank");
                    Await.until("the other one is told", () -> always.contains(last));
                    assertThat(told).doesNotContain(last);
                });
    }

    @Scenario(restarts = false)
    void aDeadLetter(Steps steps) {
        List<BrokerEvent> told = new CopyOnWriteArrayList<>();
        steps.listener(told::add).step("reject", f -> {
            String id = f.publish("a").get(0).messageId();
            f.take().reject("wrong address");
            BrokerEvent expected =
                    new BrokerEvent.MessageDeadLettered(START, "shop.orders/workers", id, 0, "wrong address");
            Await.until("it is told", () -> told.contains(expected));
        });
    }

    @Scenario(restarts = false)
    void aListenerThatThrowsIsStillTold(Steps steps) {
        AtomicInteger calls = new AtomicInteger();
        steps.listener(event -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("thrown by a test");
                })
                .step("declare", f -> {
                    int before = calls.get();
                    f.broker().declareDomain("bank");
                    f.broker().declareDomain("zoo");
                    Await.until("it is told again and again", () -> calls.get() >= before + 2);
                });
    }

    private static List<BrokerEvent> ofBank(List<BrokerEvent> events) {
        return events.stream()
                .filter(event -> event.resource().startsWith("bank"))
                .toList();
    }
}
