package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.Message;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Background;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Taking messages by hand. */
class PollContractTest {

    @Scenario
    void takesNoMoreThanAskedFor(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b", "c", "d"))
                .step("take two", f -> {
                    List<Delivery> taken = f.group().poll(2, Await.LIMIT);
                    assertThat(taken).extracting(Texts::of).containsExactly("a", "b");
                    taken.forEach(Delivery::ack);
                })
                .step("the rest is there", f -> f.expect("c", "d"));
    }

    @Scenario
    void anEmptyQueueGivesNothing(Steps steps) {
        steps.step(
                        "look once",
                        f -> assertThat(f.group().poll(10, Duration.ZERO)).isEmpty())
                .step(
                        "wait a moment",
                        f -> assertThat(f.group().poll(10, Duration.ofMillis(5)))
                                .isEmpty());
    }

    @Scenario
    void whatIsPublishedIsThereAtOnce(Steps steps) {
        steps.step("publish, and look once", f -> {
            for (String text : List.of("a", "b", "c")) {
                f.publish(text);
                List<Delivery> taken = f.group().poll(10, Duration.ZERO);
                assertThat(taken).extracting(Texts::of).containsExactly(text);
                taken.forEach(Delivery::ack);
            }
        });
    }

    @Scenario
    void aWaitingPollWakesOnPublish(Steps steps) {
        steps.step("wait, then publish", f -> {
                    Background<List<Delivery>> waiting = waiting(f);
                    f.publish("a");
                    assertThat(waiting.result()).extracting(Texts::of).containsExactly("a");
                    waiting.result().forEach(Delivery::ack);
                })
                .step("it was settled", f -> f.takesNothing());
    }

    @Scenario
    void eachOfManyWaitingPollsGetsOne(Steps steps) {
        steps.step("three wait for three messages", f -> {
            List<Background<List<Delivery>>> waiting = List.of(waiting(f), waiting(f), waiting(f));
            f.publish("a", "b", "c");
            Set<String> got = ConcurrentHashMap.newKeySet();
            for (Background<List<Delivery>> one : waiting) {
                got.addAll(Texts.all(one.result()));
                one.result().forEach(Delivery::ack);
            }
            assertThat(got).containsExactlyInAnyOrder("a", "b", "c");
        });
    }

    @Scenario
    void aWaitingPollWakesOnRelease(Steps steps) {
        steps.step("publish", f -> f.publish("a")).step("wait for what another has, who gives it back", f -> {
            Delivery held = f.take();
            Background<List<Delivery>> waiting = waiting(f);
            held.release();
            assertThat(waiting.result()).extracting(Texts::of).containsExactly("a");
            waiting.result().forEach(Delivery::ack);
        });
    }

    @Scenario
    void aWaitingPollWakesWhenADelayIsOver(Steps steps) {
        steps.step("publish and fail", f -> {
                    f.publish("a");
                    f.take().nack(Duration.ofMinutes(1));
                })
                .step("wait, then let time pass", f -> {
                    Background<List<Delivery>> waiting = waiting(f);
                    f.advance(Duration.ofMinutes(1));
                    assertThat(waiting.result()).extracting(Texts::of).containsExactly("a");
                    waiting.result().forEach(Delivery::ack);
                });
    }

    @Scenario
    void anInterruptEndsTheWaitAndKeepsTheFlag(Steps steps) {
        steps.step("interrupt one that waits", f -> {
                    Background<Boolean> waiting = f.background(() -> {
                                List<Delivery> taken = f.group().poll(1, Await.LIMIT);
                                return taken.isEmpty() && Thread.currentThread().isInterrupted();
                            })
                            .awaitWaiting();
                    waiting.interrupt();
                    assertThat(waiting.result()).isTrue();
                })
                .step("nothing was lost", f -> {
                    f.publish("a");
                    f.expect("a");
                });
    }

    @Scenario
    void anInterruptedThreadDoesNotWait(Steps steps) {
        steps.step("poll with the flag set", f -> {
            Background<Boolean> polling = f.background(() -> {
                Thread.currentThread().interrupt();
                return f.group().poll(1, Await.LIMIT).isEmpty()
                        && Thread.currentThread().isInterrupted();
            });
            assertThat(polling.result()).isTrue();
        });
    }

    @Scenario
    void atLeastOneMustBeAskedFor(Steps steps) {
        steps.step("ask for none", f -> {
            assertThatThrownBy(() -> f.group().poll(0, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> f.group().poll(-1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Scenario
    void membersShareTheWork(Steps steps) {
        int members = 3;
        int count = 600;
        steps.step(
                        "publish",
                        f -> f.queue()
                                .publishAll(IntStream.range(0, count)
                                        .mapToObj(number -> Message.text(String.valueOf(number)))
                                        .toList()))
                .step("several take at the same time", f -> {
                    Set<String> got = ConcurrentHashMap.newKeySet();
                    List<Background<Integer>> takers = IntStream.range(0, members)
                            .mapToObj(member -> f.background(() -> takeAll(f.group(), got)))
                            .toList();
                    int total = 0;
                    for (Background<Integer> taker : takers) {
                        total += taker.result();
                    }
                    assertThat(total).isEqualTo(count);
                    assertThat(got).hasSize(count);
                })
                .step("all is settled", f -> {
                    f.takesNothing();
                    assertThat(f.group().position()).isEqualTo(count);
                });
    }

    private static int takeAll(ConsumerGroup group, Set<String> got) {
        int taken = 0;
        while (true) {
            List<Delivery> some = group.poll(7, Duration.ZERO);
            if (some.isEmpty() && group.lag() == 0) {
                return taken;
            }
            for (Delivery delivery : some) {
                got.add(Texts.of(delivery));
                delivery.ack();
                taken++;
            }
        }
    }

    private static Background<List<Delivery>> waiting(Fixture f) {
        return f.background(() -> f.group().poll(1, Await.LIMIT)).awaitWaiting();
    }
}
