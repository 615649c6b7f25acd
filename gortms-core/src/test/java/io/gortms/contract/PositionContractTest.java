package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Delivery;
import io.gortms.Message;
import io.gortms.PublishReceipt;
import io.gortms.StoredMessage;
import io.gortms.contract.harness.Background;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Where a message stands in its queue, and what its receipt says. */
class PositionContractTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Scenario
    void positionsAreDense(Steps steps) {
        List<PublishReceipt> receipts = new ArrayList<>();
        steps.step("publish two", f -> receipts.addAll(f.publish("a", "b")))
                .step("publish one", f -> receipts.addAll(f.publish("c")))
                .step("publish two", f -> receipts.addAll(f.publish("d", "e")))
                .step("they are numbered from zero", f -> {
                    assertThat(receipts).extracting(PublishReceipt::position).containsExactly(0L, 1L, 2L, 3L, 4L);
                    assertThat(f.queue().stats().endPosition()).isEqualTo(5);
                });
    }

    @Scenario
    void receiptsAreWhatIsDelivered(Steps steps) {
        List<PublishReceipt> receipts = new ArrayList<>();
        steps.step("publish", f -> {
                    receipts.addAll(f.publish("a", "b"));
                    f.advance(Duration.ofNanos(1_234_567));
                    receipts.add(f.queue().publish(Message.text("c").id("my-own")));
                })
                .step("receipts", f -> {
                    assertThat(receipts).extracting(PublishReceipt::duplicate).containsOnly(false);
                    assertThat(receipts.get(2).messageId()).isEqualTo("my-own");
                    assertThat(receipts.get(2).timestamp()).isEqualTo(START.plusNanos(1_234_000));
                })
                .step("deliveries are the same", f -> {
                    List<Delivery> taken = f.take(3);
                    matches(receipts, taken);
                    taken.forEach(Delivery::release);
                })
                .step(
                        "what is read is the same",
                        f -> matches(receipts, f.queue().read(0, 10)));
    }

    @Scenario
    void generatedIdsAreUniqueAndStable(Steps steps) {
        Set<String> ids = new HashSet<>();
        List<PublishReceipt> receipts = new ArrayList<>();
        steps.step("publish to one queue", f -> receipts.addAll(f.publish("a", "b", "c")))
                .step("publish to another", f -> {
                    f.declareQueue("returns", queue -> {});
                    for (int count = 0; count < 100; count++) {
                        ids.add(f.domain()
                                .queue("returns")
                                .publish(Message.text("x"))
                                .messageId());
                    }
                })
                .step("all differ", f -> {
                    receipts.forEach(receipt -> ids.add(receipt.messageId()));
                    assertThat(ids).hasSize(103).doesNotContain("");
                })
                .step("redelivery keeps them", f -> {
                    f.take().nack(Duration.ZERO);
                    Delivery again = f.take();
                    assertThat(again.messageId()).isEqualTo(receipts.get(0).messageId());
                    again.ack();
                });
    }

    @Scenario
    void timestampsNeverGoBack(Steps steps) {
        AtomicReference<Instant> now = new AtomicReference<>(START);
        List<PublishReceipt> receipts = new ArrayList<>();
        steps.clock(now::get)
                .step("publish", f -> receipts.addAll(f.publish("a")))
                .step("the clock goes back an hour", f -> {
                    now.set(START.minusSeconds(3600));
                    receipts.addAll(f.publish("b"));
                })
                .step("the clock goes on", f -> {
                    now.set(START.plusSeconds(1));
                    receipts.addAll(f.publish("c"));
                })
                .step("receipts and messages say so", f -> {
                    assertThat(receipts)
                            .extracting(PublishReceipt::timestamp)
                            .containsExactly(START, START, START.plusSeconds(1));
                    matches(receipts, f.queue().read(0, 10));
                });
    }

    @Scenario
    void manyPublishersShareTheSequence(Steps steps) {
        int threads = 4;
        int each = 100;
        int total = threads * each;
        steps.step("publish in several threads", f -> {
                    List<Background<List<PublishReceipt>>> publishers = IntStream.range(0, threads)
                            .mapToObj(thread -> f.background(() -> publish(f, thread, each)))
                            .toList();
                    Set<Long> positions = new HashSet<>();
                    for (Background<List<PublishReceipt>> publisher : publishers) {
                        List<Long> own = positionsOf(publisher);
                        assertThat(own).isSorted();
                        positions.addAll(own);
                    }
                    assertThat(positions).hasSize(total);
                })
                .step("nothing is missing, and each thread's order is kept", f -> {
                    List<StoredMessage> all = f.queue().read(0, total + 1);
                    assertThat(all)
                            .extracting(StoredMessage::position)
                            .containsExactlyElementsOf(
                                    LongStream.range(0, total).boxed().toList());
                    for (int thread = 0; thread < threads; thread++) {
                        String prefix = thread + "-";
                        assertThat(all)
                                .extracting(StoredMessage::messageId)
                                .filteredOn(id -> id.startsWith(prefix))
                                .containsExactlyElementsOf(IntStream.range(0, each)
                                        .mapToObj(number -> prefix + number)
                                        .toList());
                    }
                });
    }

    private static List<PublishReceipt> publish(Fixture f, int thread, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> f.queue().publish(Message.text("x").id(thread + "-" + number)))
                .toList();
    }

    private static List<Long> positionsOf(Background<List<PublishReceipt>> publisher) throws ExecutionException {
        return publisher.result().stream().map(PublishReceipt::position).toList();
    }

    private static void matches(List<PublishReceipt> receipts, List<? extends StoredMessage> messages) {
        assertThat(messages).hasSameSizeAs(receipts);
        for (int index = 0; index < receipts.size(); index++) {
            PublishReceipt receipt = receipts.get(index);
            assertThat(messages.get(index).messageId()).isEqualTo(receipt.messageId());
            assertThat(messages.get(index).position()).isEqualTo(receipt.position());
            assertThat(messages.get(index).timestamp()).isEqualTo(receipt.timestamp());
        }
    }
}
