package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.SeriesPoint;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What happened lately, in the broker, in a queue and in a group. */
class SeriesContractTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Scenario(restarts = false)
    void bySecondWithoutGaps(Steps steps) {
        steps.step("three messages, two of them taken, one of these acknowledged", f -> {
                    f.publish("a", "b", "c");
                    f.take(2).get(0).ack();
                    f.advance(SECOND);
                })
                .step("two quiet seconds, and one more message", f -> {
                    f.advance(Duration.ofSeconds(2));
                    f.publish("d");
                    f.advance(SECOND);
                })
                .step("each of them shows that", f -> {
                    List<SeriesPoint> expected = List.of(
                            new SeriesPoint(START, 3, 2, 1),
                            new SeriesPoint(START.plusSeconds(1), 0, 0, 0),
                            new SeriesPoint(START.plusSeconds(2), 0, 0, 0),
                            new SeriesPoint(START.plusSeconds(3), 1, 0, 0));
                    assertThat(f.broker().series(Duration.ofSeconds(4), SECOND)).isEqualTo(expected);
                    assertThat(f.queue().series(Duration.ofSeconds(4), SECOND)).isEqualTo(expected);
                    assertThat(f.group().series(Duration.ofSeconds(4), SECOND)).isEqualTo(expected);
                });
    }

    @Scenario(restarts = false)
    void ofAQueueThatIsOnlyConsumed(Steps steps) {
        steps.step("a message that waits for a while", f -> {
                    f.publish("a");
                    f.advance(MINUTE);
                })
                .step("is acknowledged", f -> {
                    f.take().ack();
                    f.advance(SECOND);
                    assertThat(f.group().series(SECOND, SECOND))
                            .containsExactly(new SeriesPoint(START.plusSeconds(60), 0, 1, 1));
                    assertThat(f.broker().series(SECOND, SECOND))
                            .containsExactly(new SeriesPoint(START.plusSeconds(60), 0, 1, 1));
                });
    }

    @Scenario(restarts = false)
    void eachHasItsOwn(Steps steps) {
        steps.step("work here and there", f -> {
                    f.queue().declareGroup("others");
                    f.publish("a", "b");
                    f.declareQueue("returns", queue -> {}).publish("x");
                    f.take(1).get(0).ack();
                    f.advance(MINUTE);
                })
                .step("it is not mixed up", f -> {
                    assertThat(f.broker().series(MINUTE, MINUTE)).containsExactly(new SeriesPoint(START, 3, 1, 1));
                    assertThat(f.queue().series(MINUTE, MINUTE)).containsExactly(new SeriesPoint(START, 2, 1, 1));
                    assertThat(f.group().series(MINUTE, MINUTE)).containsExactly(new SeriesPoint(START, 2, 1, 1));
                    assertThat(f.group("others").series(MINUTE, MINUTE))
                            .containsExactly(new SeriesPoint(START, 2, 0, 0));
                    assertThat(f.domain().queue("returns").series(MINUTE, MINUTE))
                            .containsExactly(new SeriesPoint(START, 1, 0, 0));
                });
    }

    @Scenario(restarts = false)
    void whatGoesHasHappened(Steps steps) {
        steps.step("work in a group and a queue, which are deleted at once", f -> {
                    f.publish("a", "b", "c");
                    f.take(2).get(0).ack();
                    f.queue().deleteGroup("workers");
                    f.declareQueue("returns", queue -> {}).publish("x");
                    f.domain().deleteQueue("returns");
                    f.advance(SECOND);
                })
                .step("is in the series of what is left", f -> {
                    assertThat(f.queue().series(SECOND, SECOND)).containsExactly(new SeriesPoint(START, 3, 2, 1));
                    assertThat(f.broker().series(SECOND, SECOND)).containsExactly(new SeriesPoint(START, 4, 2, 1));
                });
    }

    @Scenario(restarts = false)
    void ratesAreAveragesOfTheLastTenSeconds(Steps steps) {
        steps.step("five messages in ten seconds", f -> {
                    for (int i = 0; i < 5; i++) {
                        f.publish("a");
                        f.take().ack();
                        f.advance(Duration.ofSeconds(2));
                    }
                })
                .step("are half a message a second", f -> {
                    assertThat(f.queue().stats().publishedPerSecond()).isEqualTo(0.5);
                    assertThat(f.queue().stats().deliveries().consumedPerSecond())
                            .isEqualTo(0.5);
                    assertThat(f.group().stats().deliveredPerSecond()).isEqualTo(0.5);
                    assertThat(f.group().stats().consumedPerSecond()).isEqualTo(0.5);
                    assertThat(f.domain().stats().publishedPerSecond()).isEqualTo(0.5);
                    assertThat(f.broker().stats().publishedPerSecond()).isEqualTo(0.5);
                })
                .step("and then none", f -> {
                    f.advance(Duration.ofSeconds(11));
                    assertThat(f.broker().stats().publishedPerSecond()).isZero();
                    assertThat(f.group().stats().consumedPerSecond()).isZero();
                });
    }

    @Scenario(restarts = false)
    void aDayIsKept(Steps steps) {
        steps.queue(queue -> queue.ttl(Duration.ZERO))
                .step("one message an hour", f -> {
                    for (int i = 0; i < 30; i++) {
                        f.publish("a");
                        f.advance(Duration.ofHours(1));
                    }
                })
                .step("24 are in the series", f -> {
                    Duration day = Duration.ofDays(1);
                    assertThat(f.broker().series(day, Duration.ofHours(1)))
                            .hasSize(24)
                            .allMatch(point -> point.published() == 1);
                    assertThat(f.queue().series(day, Duration.ofHours(1)))
                            .hasSize(24)
                            .allMatch(point -> point.published() == 1);
                });
    }

    @Scenario(restarts = false)
    void whatIsNotKeptIsRefused(Steps steps) {
        steps.step("ask", f -> {
            assertThatThrownBy(() -> f.broker().series(Duration.ofDays(2), MINUTE))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> f.queue().series(Duration.ofHours(1), SECOND))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("whole minutes");
            assertThat(f.broker().series(Duration.ofHours(1), SECOND)).hasSize(3600);
        });
    }
}
