package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Domain;
import io.gortms.MessageQueue;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.util.List;
import java.util.function.Consumer;

/** What domains, queues and groups may be called. */
class NameContractTest {

    private static final String LONGEST = "x".repeat(50);

    private static final List<String> ALLOWED = List.of("a", "A-1_b", "0", "-", "a_", LONGEST);

    private static final List<String> REFUSED = List.of(
            "", LONGEST + "x", "a.b", "orders.dlq", ".", "..", "a b", "a/b", "a\\b", "ä", "a\n", "a:b", "*", "_a");

    /** The three kinds of things that have names. */
    private static List<Consumer<String>> declarations(Fixture f) {
        return List.of(
                name -> f.broker().declareDomain(name),
                name -> f.domain().declareQueue(name),
                name -> f.queue().declareGroup(name));
    }

    @Scenario
    void allowed(Steps steps) {
        steps.step("declare", f -> declarations(f).forEach(declare -> ALLOWED.forEach(declare)))
                .step("use them", f -> {
                    for (String name : ALLOWED) {
                        assertThat(f.broker().domain(name).name()).isEqualTo(name);
                        assertThat(f.group(name).lag()).isZero();
                        assertThat(f.domain().queue(name).publish("x").position())
                                .isZero();
                    }
                });
    }

    @Scenario
    void refused(Steps steps) {
        steps.step("declare", f -> {
                    for (Consumer<String> declare : declarations(f)) {
                        for (String name : REFUSED) {
                            assertThatThrownBy(() -> declare.accept(name))
                                    .as("<%s>", name)
                                    .isInstanceOf(IllegalArgumentException.class);
                        }
                    }
                })
                .step("nothing was made", f -> {
                    assertThat(f.broker().domains()).extracting(Domain::name).containsExactly("shop");
                    assertThat(f.domain().queues())
                            .extracting(MessageQueue::name)
                            .containsExactly("orders");
                    assertThat(f.queue().groups()).hasSize(1);
                });
    }

    @Scenario
    void differingByCaseOnly(Steps steps) {
        steps.step("declare what is there in another case", f -> {
                    assertThatThrownBy(() -> f.broker().declareDomain("SHOP"))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("SHOP")
                            .hasMessageContaining("shop");
                    assertThatThrownBy(() -> f.domain().declareQueue("Orders"))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("orders");
                    assertThatThrownBy(() -> f.domain().declareQueue("Orders", queue -> queue.workerCount(3)))
                            .isInstanceOf(IllegalArgumentException.class);
                    assertThatThrownBy(() -> f.queue().declareGroup("workerS"))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("workers");
                })
                .step("elsewhere the name is free", f -> {
                    f.broker().declareDomain("bank").declareQueue("Orders").declareGroup("Workers");
                    f.domain().declareQueue("returns").declareGroup("WORKERS");
                })
                .step("and after a deletion too", f -> {
                    f.domain().deleteQueue("orders");
                    assertThat(f.domain().declareQueue("ORDERS").name()).isEqualTo("ORDERS");
                })
                .step(
                        "what is found is what was declared",
                        f -> assertThat(f.domain().queues())
                                .extracting(MessageQueue::name)
                                .containsExactly("ORDERS", "returns"));
    }
}
