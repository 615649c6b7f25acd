package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Message;
import io.gortms.StoredMessage;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.util.List;

/** Browsing a queue without a group. */
class ReadContractTest {

    @Scenario
    void aRange(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b", "c", "d")).step("read", f -> {
            assertThat(f.queue().read(0, 2)).extracting(Texts::of).containsExactly("a", "b");
            assertThat(f.queue().read(1, 2)).extracting(Texts::of).containsExactly("b", "c");
            assertThat(f.queue().read(3, 100)).extracting(Texts::of).containsExactly("d");
            assertThat(f.queue().read(1, Integer.MAX_VALUE))
                    .extracting(StoredMessage::position)
                    .containsExactly(1L, 2L, 3L);
        });
    }

    @Scenario
    void theEnd(Steps steps) {
        steps.step("an empty queue", f -> assertThat(f.queue().read(0, 10)).isEmpty())
                .step("publish", f -> f.publish("a"))
                .step("at and beyond the end", f -> {
                    assertThat(f.queue().read(1, 10)).isEmpty();
                    assertThat(f.queue().read(Long.MAX_VALUE, 10)).isEmpty();
                });
    }

    @Scenario
    void atLeastOneMustBeAskedFor(Steps steps) {
        steps.step("ask for none", f -> {
            assertThatThrownBy(() -> f.queue().read(0, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> f.queue().read(0, -1)).isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Scenario
    void groupsDoNotNotice(Steps steps) {
        steps.step("publish and settle one", f -> {
                    f.publish("a", "b");
                    f.take().ack();
                })
                .step("read what is settled and what is not", f -> {
                    for (int time = 0; time < 3; time++) {
                        assertThat(f.queue().read(0, 10)).extracting(Texts::of).containsExactly("a", "b");
                    }
                })
                .step("the group is where it was", f -> {
                    assertThat(f.group().position()).isEqualTo(1);
                    assertThat(f.group().pending()).isZero();
                    f.expect("b");
                });
    }

    @Scenario
    void everythingIsThere(Steps steps) {
        steps.step(
                        "publish",
                        f -> f.queue()
                                .publish(Message.json("{\"x\":1}")
                                        .id("my-own")
                                        .key("k")
                                        .header("h", "v")))
                .step("read", f -> {
                    List<StoredMessage> read = f.queue().read(0, 1);
                    StoredMessage message = read.get(0);
                    assertThat(message.messageId()).isEqualTo("my-own");
                    assertThat(message.key()).isEqualTo("k");
                    assertThat(message.headers()).containsEntry("h", "v").hasSize(1);
                    assertThat(message.json().get("x").asInt()).isEqualTo(1);
                    assertThat(message.contentType()).isEqualTo("application/json");
                });
    }
}
