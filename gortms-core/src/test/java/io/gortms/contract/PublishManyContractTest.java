package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.InvalidPayloadException;
import io.gortms.Message;
import io.gortms.MessageTooLargeException;
import io.gortms.PublishReceipt;
import io.gortms.StoredMessage;
import io.gortms.contract.harness.Background;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Many messages at once: all of them, next to each other, or none. */
class PublishManyContractTest {

    @Scenario
    void positionsAreContiguousInTheOrderGiven(Steps steps) {
        List<PublishReceipt> receipts = new ArrayList<>();
        steps.step("publish one", f -> f.publish("a"))
                .step(
                        "publish many, of every kind",
                        f -> receipts.addAll(f.queue()
                                .publishAll(List.of(
                                        Message.text("b").id("my-own"),
                                        new byte[] {'c'},
                                        Map.of("d", 1),
                                        Message.json("[ ]").header("h", "v")))))
                .step("a receipt for each", f -> {
                    assertThat(receipts).extracting(PublishReceipt::position).containsExactly(1L, 2L, 3L, 4L);
                    assertThat(receipts.get(0).messageId()).isEqualTo("my-own");
                    assertThat(f.queue().read(1, 10))
                            .extracting(StoredMessage::messageId)
                            .containsExactlyElementsOf(receipts.stream()
                                    .map(PublishReceipt::messageId)
                                    .toList());
                })
                .step("all come", f -> f.expect("a", "b", "c", "{\"d\":1}", "[ ]"));
    }

    @Scenario
    void noneIsStoredIfOneIsRefused(Steps steps) {
        Message good = Message.text("good");
        steps.queue(queue -> queue.maxMessageBytes(100))
                .step(
                        "one is too large",
                        f -> assertThatThrownBy(() -> f.queue().publishAll(List.of(good, good, new byte[101])))
                                .isInstanceOf(MessageTooLargeException.class))
                .step(
                        "one is not JSON",
                        f -> assertThatThrownBy(() -> f.queue().publishAll(List.of(good, Message.json("{"), good)))
                                .isInstanceOf(InvalidPayloadException.class))
                .step(
                        "one has too many headers",
                        f -> assertThatThrownBy(() ->
                                        f.queue().publishAll(List.of(good, good.header("h", "x".repeat(70_000)))))
                                .isInstanceOf(MessageTooLargeException.class))
                .step(
                        "one is null",
                        f -> assertThatThrownBy(() -> f.queue().publishAll(Arrays.asList(good, null)))
                                .isInstanceOf(NullPointerException.class))
                .step("nothing was stored", f -> {
                    assertThat(f.queue().read(0, 10)).isEmpty();
                    f.takesNothing();
                });
    }

    @Scenario
    void noneIsNothing(Steps steps) {
        steps.step(
                        "publish nothing",
                        f -> assertThat(f.queue().publishAll(List.of())).isEmpty())
                .step("nothing was stored", f -> {
                    assertThat(f.queue().read(0, 10)).isEmpty();
                    assertThat(f.publish("a").get(0).position()).isZero();
                });
    }

    @Scenario
    void moreThanOneReadOfTheJournal(Steps steps) {
        int count = 5_000;
        steps.queue(queue -> queue.maxSize(0))
                .step(
                        "publish",
                        f -> f.queue()
                                .publishAll(IntStream.range(0, count).boxed().toList()))
                .step("all are there, in order", f -> {
                    assertThat(f.queue().read(0, count))
                            .extracting(StoredMessage::position)
                            .containsExactlyElementsOf(
                                    LongStream.range(0, count).boxed().toList());
                    assertThat(f.queue().read(count - 1, 10))
                            .extracting(Texts::of)
                            .containsExactly(String.valueOf(count - 1));
                });
    }

    @Scenario
    void batchesOfSeveralThreadsDoNotMix(Steps steps) {
        int threads = 3;
        int batches = 20;
        int size = 10;
        steps.step("publish", f -> {
                    List<Background<Void>> publishers = IntStream.range(0, threads)
                            .mapToObj(thread -> f.<Void>background(() -> {
                                for (int batch = 0; batch < batches; batch++) {
                                    f.queue().publishAll(Collections.nCopies(size, thread + "-" + batch));
                                }
                                return null;
                            }))
                            .toList();
                    for (Background<Void> publisher : publishers) {
                        publisher.result();
                    }
                })
                .step("each batch stands together", f -> {
                    List<String> all = Texts.all(f.queue().read(0, threads * batches * size));
                    assertThat(all).hasSize(threads * batches * size);
                    for (int start = 0; start < all.size(); start += size) {
                        assertThat(all.subList(start, start + size)).containsOnly(all.get(start));
                    }
                });
    }
}
