package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.StartPosition;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Where a new group begins. */
class StartFromContractTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Scenario
    void earliestIsTheDefault(Steps steps) {
        steps.step("publish, then declare", f -> {
                    f.publish("a", "b");
                    ConsumerGroup late = f.queue().declareGroup("late");
                    assertThat(late.options().startFrom()).isEqualTo(StartPosition.earliest());
                    assertThat(late.position()).isZero();
                    assertThat(late.lag()).isEqualTo(2);
                })
                .step("everything comes", f -> lateExpects(f, "a", "b"));
    }

    @Scenario
    void latestSkipsWhatIsThere(Steps steps) {
        startFrom(steps, StartPosition.latest());
        steps.step("nothing is there for it", f -> {
                    assertThat(f.group("late").lag()).isZero();
                    assertThat(f.group("late").position()).isEqualTo(3);
                    assertThat(f.group("late").awaitSettled(Duration.ZERO)).isTrue();
                })
                .step("what is published now comes", f -> {
                    f.publish("d");
                    lateExpects(f, "d");
                });
    }

    @Scenario
    void latestOfAnEmptyQueueGetsEverything(Steps steps) {
        steps.step("declare", f -> f.queue().declareGroup("late", group -> group.startFrom(StartPosition.latest())))
                .step("publish", f -> f.publish("a"))
                .step("it comes", f -> lateExpects(f, "a"));
    }

    @Scenario
    void aPosition(Steps steps) {
        startFrom(steps, StartPosition.at(1));
        steps.step("what is there from that one comes", f -> {
            assertThat(f.group("late").position()).isEqualTo(1);
            lateExpects(f, "b", "c");
        });
    }

    @Scenario
    void aPositionBeyondTheEndIsTheEnd(Steps steps) {
        startFrom(steps, StartPosition.at(1000));
        steps.step(
                        "it is at the end",
                        f -> assertThat(f.group("late").position()).isEqualTo(3))
                .step("what is published now comes", f -> {
                    f.publish("d");
                    lateExpects(f, "d");
                });
    }

    @Scenario
    void anInstant(Steps steps) {
        startFrom(steps, StartPosition.since(START.plusSeconds(1)));
        steps.step("what was published then or later comes", f -> lateExpects(f, "b", "c"));
    }

    @Scenario
    void anInstantBetweenTwoMessages(Steps steps) {
        startFrom(steps, StartPosition.since(START.plusSeconds(1).plusNanos(1_000)));
        steps.step("the next one comes", f -> lateExpects(f, "c"));
    }

    @Scenario
    void anInstantBeforeEverything(Steps steps) {
        startFrom(steps, StartPosition.since(Instant.EPOCH));
        steps.step("everything comes", f -> lateExpects(f, "a", "b", "c"));
    }

    @Scenario
    void anInstantBehindEverything(Steps steps) {
        startFrom(steps, StartPosition.since(START.plusSeconds(3600)));
        steps.step(
                "nothing is there for it",
                f -> assertThat(f.group("late").lag()).isZero());
    }

    @Scenario
    void itActsOnlyWhenTheGroupIsMade(Steps steps) {
        steps.step("publish and declare", f -> {
                    f.publish("a", "b");
                    f.queue().declareGroup("late");
                })
                .step(
                        "declare anew",
                        f -> f.queue().declareGroup("late", group -> group.startFrom(StartPosition.latest())))
                .step("it has not moved", f -> lateExpects(f, "a", "b"));
    }

    /** Three messages, a second apart, then the group. */
    private static void startFrom(Steps steps, StartPosition start) {
        steps.step("publish", f -> {
                    for (String text : List.of("a", "b", "c")) {
                        f.publish(text);
                        f.advance(Duration.ofSeconds(1));
                    }
                })
                .step("declare", f -> {
                    ConsumerGroup late = f.queue().declareGroup("late", group -> group.startFrom(start));
                    assertThat(late.options().startFrom()).isEqualTo(start);
                });
    }

    private static void lateExpects(Fixture f, String... texts) {
        ConsumerGroup late = f.group("late");
        List<Delivery> taken = f.take(late, texts.length);
        assertThat(taken).extracting(Texts::of).containsExactly(texts);
        taken.forEach(Delivery::ack);
        assertThat(late.poll(1, Duration.ZERO)).isEmpty();
    }
}
