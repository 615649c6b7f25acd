package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.BrokerEvent;
import io.gortms.BrokerEvent.QueueDeleted;
import io.gortms.BrokerListener;
import io.gortms.EventFrame;
import io.gortms.Granularity;
import io.gortms.MessageQueue;
import io.gortms.OverflowPolicy;
import io.gortms.StatisticsPeriod;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

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
                    Await.until("all are told", () -> ofBank(told).size() >= 7);
                    long n = ofBank(told).get(0).sequence();
                    List<BrokerEvent> expected = List.of(
                            new BrokerEvent.DomainCreated(n, START, "bank"),
                            new BrokerEvent.QueueCreated(n + 1, START, "bank.accounts"),
                            new BrokerEvent.GroupCreated(n + 2, START, "bank.accounts/clerks"),
                            new BrokerEvent.QueueChanged(n + 3, START, "bank.accounts"),
                            new BrokerEvent.GroupDeleted(n + 4, START, "bank.accounts/clerks"),
                            new BrokerEvent.QueueDeleted(n + 5, START, "bank.accounts"),
                            new BrokerEvent.DomainDeleted(n + 6, START, "bank"));
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
                    Await.until("it is told", () -> ofBank(told).size() == 1);
                })
                .step("it goes", f -> {
                    assertThat(f.broker().removeListener(guest)).isTrue();
                    assertThat(f.broker().removeListener(guest)).isFalse();
                    f.broker().deleteDomain("bank");
                    Await.until("the other one is told", () -> ofBank(always).size() == 2);
                    assertThat(ofBank(told)).hasOnlyElementsOfType(BrokerEvent.DomainCreated.class);
                });
    }

    @Scenario(restarts = false)
    void aDeadLetter(Steps steps) {
        List<BrokerEvent> told = new CopyOnWriteArrayList<>();
        steps.listener(told::add).step("reject", f -> {
            String id = f.publish("a").get(0).messageId();
            f.take().reject("wrong address");
            Await.until("it is told", () -> letters(told).size() == 1);
            BrokerEvent letter = letters(told).get(0);
            assertThat(letter)
                    .isEqualTo(new BrokerEvent.MessageDeadLettered(
                            letter.sequence(), START, "shop.orders/workers", id, 0, "wrong address"));
        });
    }

    @Scenario
    void eventsThatSayTheSameAtTheSameTimeAreToldApart(Steps steps) {
        List<BrokerEvent> told = new CopyOnWriteArrayList<>();
        steps.listener(told::add).step("the same five times, the clock stands", f -> {
            for (int i = 0; i < 5; i++) {
                f.declareQueue("other", options -> {});
                f.domain().deleteQueue("other");
            }
            Await.until(
                    "all are told",
                    () -> told.stream().filter(QueueDeleted.class::isInstance).count() == 5);
            List<String> ids = told.stream()
                    .filter(event -> event.resource().equals("shop.other"))
                    .map(EventFrame::of)
                    .map(EventFrame::id)
                    .toList();
            assertThat(ids).hasSize(10).doesNotHaveDuplicates();
            List<String> shown =
                    f.broker().statistics(StatisticsPeriod.ONE_HOUR, Granularity.AUTO).recentEvents().stream()
                            .map(EventFrame::id)
                            .toList();
            assertThat(shown).doesNotHaveDuplicates();
            assertThat(shown.subList(0, 10)).as("newest first").containsExactlyElementsOf(reversed(ids));
            List<Long> numbers =
                    f.broker().events().stream().map(BrokerEvent::sequence).toList();
            assertThat(numbers)
                    .isEqualTo(LongStream.rangeClosed(1, numbers.size()).boxed().toList());
        });
    }

    private static List<BrokerEvent> letters(List<BrokerEvent> events) {
        return events.stream()
                .filter(BrokerEvent.MessageDeadLettered.class::isInstance)
                .toList();
    }

    private static List<String> reversed(List<String> list) {
        List<String> copy = new ArrayList<>(list);
        Collections.reverse(copy);
        return copy;
    }

    /** One broker is enough: it is in memory, since ten thousand events would be as many disk barriers. */
    @Test
    void whatAListenerIsNotToldOfIsCountedAndAGapInTheNumbers() {
        CountDownLatch gate = new CountDownLatch(1);
        List<BrokerEvent> told = Collections.synchronizedList(new ArrayList<>());
        BrokerListener slow = event -> {
            Await.latch("the gate is open", gate);
            told.add(event);
        };
        try (Broker broker = Broker.builder().inMemory().listener(slow).build()) {
            MessageQueue orders = broker.declareDomain("shop")
                    .declareQueue("orders", queue -> queue.maxSize(10).overflow(OverflowPolicy.DROP_OLDEST));
            for (int i = 0; i < 10_100; i++) {
                orders.publish(i);
            }
            long dropped = broker.stats().listenerEventsDropped();
            assertThat(dropped).isBetween(90L, 110L);
            gate.countDown();
            Await.until("the last is told", () -> told.size() >= 10_000);
            List<BrokerEvent> newest = broker.events();
            long last = newest.get(newest.size() - 1).sequence();
            Await.until("all are told", () -> told.get(told.size() - 1).sequence() == last);
            assertThat(last - told.size()).as("numbers that are missing").isEqualTo(dropped);
        }
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
