package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.Granularity;
import io.gortms.OverflowPolicy;
import io.gortms.StatisticsFrame;
import io.gortms.StatisticsFrame.MessageRate;
import io.gortms.StatisticsFrame.Trend;
import io.gortms.StatisticsPeriod;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The frame that dashboards are fed with. */
class StatisticsFrameContractTest {

    private static final long START = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();

    private static StatisticsFrame frame(Fixture f) {
        return f.broker().statistics(StatisticsPeriod.ONE_HOUR, Granularity.AUTO);
    }

    @Scenario(restarts = false)
    void ratesTotalsAndGaps(Steps steps) {
        steps.step("120 messages in the first minute, 60 of them consumed in the third", f -> {
                    for (int i = 0; i < 120; i++) {
                        f.publish("a");
                    }
                    f.advance(Duration.ofMinutes(2));
                    f.take(60).forEach(delivery -> delivery.ack());
                    f.advance(Duration.ofMinutes(1));
                })
                .step("a point for each minute of the hour", f -> {
                    List<MessageRate> rates = frame(f).messageRates();
                    assertThat(rates).hasSize(60);
                    assertThat(rates.get(0)).isEqualTo(new MessageRate(START - 57 * 60, 0, 0, 0, 0, 0));
                    assertThat(rates.get(57)).isEqualTo(new MessageRate(START, 2, 2, 0, 120, 0));
                    assertThat(rates.get(58)).isEqualTo(new MessageRate(START + 60, 0, 0, 0, 0, 0));
                    assertThat(rates.get(59)).isEqualTo(new MessageRate(START + 120, 1, 0, 1, 0, 60));
                })
                .step("the last point is of what has passed of it", f -> {
                    for (int i = 0; i < 30; i++) {
                        f.publish("a");
                    }
                    f.advance(Duration.ofSeconds(15));
                    assertThat(frame(f).messageRates().get(59)).isEqualTo(new MessageRate(START + 180, 2, 2, 0, 30, 0));
                });
    }

    @Scenario(restarts = false)
    void periodsAndGranularities(Steps steps) {
        steps.step("all of them", f -> {
            f.publish("a");
            f.advance(Duration.ofSeconds(1));
            for (StatisticsPeriod period : StatisticsPeriod.values()) {
                for (Granularity granularity : Granularity.values()) {
                    long seconds = granularity.duration(period).toSeconds();
                    List<MessageRate> rates =
                            f.broker().statistics(period, granularity).messageRates();
                    assertThat(rates).hasSize((int) (period.duration().toSeconds() / seconds));
                    assertThat(rates).allMatch(rate -> rate.timestamp() % seconds == 0);
                    assertThat(rates.stream()
                                    .mapToLong(MessageRate::publishedTotal)
                                    .sum())
                            .isEqualTo(1);
                }
            }
            assertThat(List.of(
                            points(f, StatisticsPeriod.ONE_HOUR),
                            points(f, StatisticsPeriod.SIX_HOURS),
                            points(f, StatisticsPeriod.TWELVE_HOURS),
                            points(f, StatisticsPeriod.ONE_DAY)))
                    .containsExactly(60, 72, 48, 48);
        });
    }

    private static int points(Fixture f, StatisticsPeriod period) {
        return f.broker().statistics(period, Granularity.AUTO).messageRates().size();
    }

    @Scenario(restarts = false)
    void trends(Steps steps) {
        steps.queue(queue -> queue.ttl(Duration.ZERO))
                .step("one domain, one queue, four messages", f -> {
                    f.publish("a", "b", "c", "d");
                    f.advance(Duration.ofMinutes(59));
                    assertThat(frame(f).queueTrend())
                            .as("the broker is younger")
                            .isNull();
                    assertThat(frame(f).domainTrend()).isNull();
                })
                .step("an hour later a domain, two queues and a message less", f -> {
                    f.advance(Duration.ofMinutes(2));
                    f.broker().declareDomain("bank").declareQueue("accounts");
                    f.declareQueue("returns", queue -> {});
                    f.take().ack();
                    StatisticsFrame now = frame(f);
                    assertThat(now.domainTrend()).isEqualTo(new Trend("up", 100));
                    assertThat(now.queueTrend()).isEqualTo(new Trend("up", 200));
                    assertThat(now.messageTrend()).isEqualTo(new Trend("down", 25));
                    assertThat(now.routeTrend()).as("there were none").isNull();
                })
                .step("and after another hour nothing new", f -> {
                    f.advance(Duration.ofMinutes(61));
                    assertThat(frame(f).domainTrend()).isEqualTo(new Trend("flat", 0));
                    assertThat(frame(f).messageTrend()).isEqualTo(new Trend("flat", 0));
                    assertThat(f.broker()
                                    .statistics(StatisticsPeriod.SIX_HOURS, Granularity.AUTO)
                                    .domainTrend())
                            .isNull();
                });
    }

    @Scenario
    void routesAreCounted(Steps steps) {
        steps.step("two rules", f -> {
                    f.declareQueue("a", queue -> {});
                    f.declareQueue("b", queue -> {});
                    f.domain().route("orders").to("a");
                    f.domain().route("orders").to("b");
                    assertThat(frame(f).routes()).isEqualTo(2);
                })
                .step(
                        "are there after a restart",
                        f -> assertThat(frame(f).routes()).isEqualTo(2))
                .step("one goes with its queue", f -> {
                    f.domain().deleteQueue("b");
                    assertThat(frame(f).routes()).isEqualTo(1);
                });
    }

    @Scenario(restarts = false)
    void theFullestQueuesAndTheBusiestDomains(Steps steps) {
        steps.step("seven queues", f -> {
                    for (int i = 1; i <= 6; i++) {
                        int bound = 10 * i;
                        f.declareQueue("q" + i, queue -> queue.maxSize(bound).overflow(OverflowPolicy.REJECT));
                        for (int message = 0; message < 9; message++) {
                            f.domain().queue("q" + i).publish("a");
                        }
                    }
                    f.broker().declareDomain("bank").declareQueue("accounts").publish("x");
                    f.broker().declareDomain("empty");
                    f.advance(Duration.ofSeconds(10));
                })
                .step("five are shown", f -> {
                    StatisticsFrame now = frame(f);
                    assertThat(now.domains()).isEqualTo(3);
                    assertThat(now.queues()).isEqualTo(8);
                    assertThat(now.messages()).isEqualTo(55);
                    assertThat(now.topQueues())
                            .extracting(StatisticsFrame.TopQueue::name)
                            .containsExactly("q1", "q2", "q3", "q4", "q5");
                    assertThat(now.topQueues().get(1)).isEqualTo(new StatisticsFrame.TopQueue("shop", "q2", 9, 20, 45));
                    assertThat(now.queueAlerts())
                            .containsExactly(new StatisticsFrame.QueueAlert("shop", "q1", 90, "critical", START + 1));
                    assertThat(now.activeDomains())
                            .containsExactly(
                                    new StatisticsFrame.ActiveDomain("shop", 54, 7, 5.4),
                                    new StatisticsFrame.ActiveDomain("bank", 1, 1, 0.1));
                });
    }

    @Scenario(restarts = false)
    void isWrittenFieldByField(Steps steps) {
        steps.queue(queue -> queue.maxSize(4).overflow(OverflowPolicy.REJECT))
                .step("work", f -> {
                    f.publish("a", "b", "c", "d");
                    f.take().ack();
                    f.advance(Duration.ofSeconds(1));
                })
                .step("write", f -> {
                    JsonNode json = new ObjectMapper().valueToTree(frame(f));
                    assertThat(names(json))
                            .containsExactly(
                                    "domains",
                                    "queues",
                                    "messages",
                                    "routes",
                                    "messageRates",
                                    "activeDomains",
                                    "topQueues",
                                    "queueAlerts",
                                    "domainTrend",
                                    "queueTrend",
                                    "messageTrend",
                                    "routeTrend",
                                    "recentEvents",
                                    "resources");
                    assertThat(json.get("domains").asInt()).isEqualTo(1);
                    assertThat(json.get("queues").asInt()).isEqualTo(1);
                    assertThat(json.get("messages").asInt()).isEqualTo(3);
                    assertThat(json.get("routes").asInt()).isZero();
                    assertThat(json.get("domainTrend").isNull()).isTrue();
                    assertThat(json.get("routeTrend").isNull()).isTrue();
                    assertThat(json.get("messageRates").get(59).toString())
                            .isEqualTo("{\"timestamp\":" + START
                                    + ",\"rate\":5.0,\"published\":4.0,\"consumed\":1.0,"
                                    + "\"publishedTotal\":4,\"consumedTotal\":1}");
                    assertThat(json.get("activeDomains").get(0).toString())
                            .isEqualTo("{\"name\":\"shop\",\"messageCount\":3,\"queueCount\":1,\"messageRate\":0.5}");
                    assertThat(json.get("topQueues").get(0).toString())
                            .isEqualTo("{\"domain\":\"shop\",\"name\":\"orders\",\"messageCount\":3,"
                                    + "\"maxSize\":4,\"usage\":75.0}");
                    assertThat(json.get("queueAlerts").get(0).toString())
                            .isEqualTo("{\"domain\":\"shop\",\"queue\":\"orders\",\"usage\":75.0,"
                                    + "\"severity\":\"warning\",\"detectedAt\":" + (START + 1) + "}");
                    checkEvents(json.get("recentEvents"));
                    checkResources(json.get("resources"));
                });
    }

    private static void checkEvents(JsonNode events) {
        assertThat(names(events.get(0))).containsExactly("id", "type", "eventType", "resource", "data", "timestamp");
        assertThat(events.get(0).get("eventType").asText()).isEqualTo("queue_capacity");
        assertThat(events.get(0).get("type").asText()).isEqualTo("warning");
        assertThat(events.get(0).get("data").asDouble()).isEqualTo(75);
        assertThat(events.get(0).get("timestamp").asLong()).isEqualTo(START + 1);
        assertThat(events.get(1).get("eventType").asText()).isEqualTo("group_created");
        assertThat(names(events.get(1))).containsExactly("id", "type", "eventType", "resource", "timestamp");
        assertThat(events.get(1).get("resource").asText()).isEqualTo("shop.orders/workers");
    }

    private static void checkResources(JsonNode resources) {
        assertThat(names(resources))
                .containsExactly(
                        "timestamp",
                        "memoryUsage",
                        "threads",
                        "gcCycles",
                        "gcPauseNs",
                        "diskUsed",
                        "diskFree",
                        "domainStats");
        assertThat(resources.get("timestamp").asLong()).isEqualTo(START + 1);
        JsonNode domain = resources.get("domainStats").get("shop");
        assertThat(names(domain)).containsExactly("queueCount", "messageCount", "estimatedMemory", "queueStats");
        JsonNode queue = domain.get("queueStats").get("orders");
        assertThat(names(queue))
                .containsExactly("messageCount", "bufferSize", "estimatedMemory", "groups", "open", "asOf");
        assertThat(queue.get("groups").get("workers").toString())
                .isEqualTo("{\"position\":1,\"lag\":3,\"inFlight\":0,\"consumers\":0}");
    }

    @Scenario(restarts = false)
    void fiftyEventsNewestFirst(Steps steps) {
        steps.step("sixty domains", f -> {
            for (int i = 0; i < 60; i++) {
                f.broker().declareDomain("d" + i);
            }
            assertThat(frame(f).recentEvents()).hasSize(50);
            assertThat(frame(f).recentEvents().get(0).resource()).isEqualTo("d59");
            assertThat(frame(f).recentEvents().get(49).resource()).isEqualTo("d10");
        });
    }

    private static List<String> names(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
