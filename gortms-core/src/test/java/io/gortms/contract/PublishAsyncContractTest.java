package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.BrokerClosedException;
import io.gortms.InvalidPayloadException;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.MessageTooLargeException;
import io.gortms.Observation;
import io.gortms.PublishReceipt;
import io.gortms.QueueNotFoundException;
import io.gortms.StoredMessage;
import io.gortms.Subscription;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/** Publishing without waiting for the barrier. */
class PublishAsyncContractTest {

    @Scenario
    void theReceiptComesInTheFuture(Steps steps) {
        List<PublishReceipt> receipts = new ArrayList<>();
        steps.step("publish", f -> {
                    PublishReceipt receipt =
                            receipt(f.queue().publishAsync(Message.text("a").id("my-own")));
                    assertThat(receipt.messageId()).isEqualTo("my-own");
                    assertThat(receipt.position()).isZero();
                    assertThat(receipt.duplicate()).isFalse();
                    receipts.add(receipt);
                })
                .step("it is there", f -> {
                    StoredMessage stored = f.queue().read(0, 1).get(0);
                    assertThat(stored.timestamp()).isEqualTo(receipts.get(0).timestamp());
                    f.expect("a");
                });
    }

    @Scenario
    void oneThreadsOrderIsKept(Steps steps) {
        int count = 200;
        steps.step("publish", f -> {
                    List<CompletableFuture<PublishReceipt>> futures = IntStream.range(0, count)
                            .mapToObj(number -> f.queue().publishAsync(number))
                            .toList();
                    for (int number = 0; number < count; number++) {
                        assertThat(receipt(futures.get(number)).position()).isEqualTo(number);
                    }
                })
                .step(
                        "they stand in that order",
                        f -> assertThat(f.queue().read(0, count))
                                .extracting(Texts::of)
                                .containsExactlyElementsOf(IntStream.range(0, count)
                                        .mapToObj(String::valueOf)
                                        .toList()));
    }

    @Scenario
    void nobodyHasToWaitForTheFuture(Steps steps) {
        steps.step("publish, and cancel what is returned", f -> {
            List<String> handled = new CopyOnWriteArrayList<>();
            List<Long> observed = new CopyOnWriteArrayList<>();
            try (Subscription subscription = f.group().subscribe(delivery -> handled.add(Texts.of(delivery)));
                    Observation observation = f.queue().observe(message -> observed.add(message.position()))) {
                assertThat(observation.startPosition()).isZero();
                assertThat(subscription.name()).isNotEmpty();
                for (int number = 0; number < 50; number++) {
                    f.queue().publishAsync(number).cancel(true);
                    int count = number + 1;
                    Await.until("the group gets it", () -> handled.size() == count);
                    Await.until("the observer gets it", () -> observed.size() == count);
                }
            }
        });
    }

    @Scenario
    void theObjectMayChangeAfterwards(Steps steps) {
        steps.step("publish, then change it", f -> {
                    List<Integer> list = new ArrayList<>(List.of(1, 2));
                    CompletableFuture<PublishReceipt> future = f.queue().publishAsync(list);
                    list.clear();
                    receipt(future);
                })
                .step("it is as it was", f -> f.expect("[1,2]"));
    }

    @Scenario
    void everyFailureIsInTheFuture(Steps steps) {
        steps.queue(queue -> queue.maxMessageBytes(100))
                .step("refused payloads", f -> {
                    fails(f.queue().publishAsync(Message.json("{")), InvalidPayloadException.class);
                    fails(f.queue().publishAsync(new byte[101]), MessageTooLargeException.class);
                    fails(f.queue().publishAsync(null), NullPointerException.class);
                })
                .step(
                        "nothing was stored",
                        f -> assertThat(f.queue().read(0, 10)).isEmpty())
                .step("a deleted queue", f -> {
                    MessageQueue queue = f.queue();
                    f.domain().deleteQueue("orders");
                    fails(queue.publishAsync("a"), QueueNotFoundException.class);
                });
    }

    @Scenario(restarts = false)
    void aClosedBrokerFailsInTheFuture(Steps steps) {
        steps.step("close, then publish", f -> {
            MessageQueue queue = f.queue();
            f.broker().close();
            fails(queue.publishAsync("a"), BrokerClosedException.class);
        });
    }

    private static PublishReceipt receipt(CompletableFuture<PublishReceipt> future) throws ExecutionException {
        return Await.value("the receipt", future);
    }

    private static void fails(CompletableFuture<PublishReceipt> future, Class<? extends Throwable> type) {
        assertThatThrownBy(() -> Await.value("the failure", future))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(type);
    }
}
