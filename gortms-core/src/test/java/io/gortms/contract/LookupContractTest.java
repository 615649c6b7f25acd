package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.DomainNotFoundException;
import io.gortms.GroupNotFoundException;
import io.gortms.QueueNotFoundException;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;

/** Looking for what is not there. */
class LookupContractTest {

    @Scenario
    void aDomain(Steps steps) {
        steps.step("declare some", f -> {
                    f.broker().declareDomain("billing");
                    f.broker().declareDomain("shipping");
                })
                .step("look for another", f -> {
                    assertThatThrownBy(() -> f.broker().domain("biling"))
                            .isInstanceOfSatisfying(
                                    DomainNotFoundException.class,
                                    missing -> assertThat(missing.domain()).isEqualTo("biling"))
                            .hasMessageContaining("'biling'")
                            .hasMessageContaining("billing");
                    assertThatThrownBy(() -> f.broker().deleteDomain("biling"))
                            .isInstanceOf(DomainNotFoundException.class);
                });
    }

    @Scenario
    void aQueue(Steps steps) {
        steps.step("look for one", f -> {
            assertThatThrownBy(() -> f.domain().queue("order"))
                    .isInstanceOfSatisfying(QueueNotFoundException.class, missing -> {
                        assertThat(missing.domain()).isEqualTo("shop");
                        assertThat(missing.queue()).isEqualTo("order");
                    })
                    .hasMessageContaining("'order'")
                    .hasMessageContaining("orders");
            assertThatThrownBy(() -> f.domain().deleteQueue("order")).isInstanceOf(QueueNotFoundException.class);
            assertThatThrownBy(() -> f.domain().queue("orders.dlq")).isInstanceOf(QueueNotFoundException.class);
        });
    }

    @Scenario
    void aGroup(Steps steps) {
        steps.step("look for one", f -> {
            assertThatThrownBy(() -> f.queue().group("worker"))
                    .isInstanceOfSatisfying(GroupNotFoundException.class, missing -> {
                        assertThat(missing.domain()).isEqualTo("shop");
                        assertThat(missing.queue()).isEqualTo("orders");
                        assertThat(missing.group()).isEqualTo("worker");
                    })
                    .hasMessageContaining("'worker'")
                    .hasMessageContaining("workers");
            assertThatThrownBy(() -> f.queue().deleteGroup("worker")).isInstanceOf(GroupNotFoundException.class);
        });
    }

    @Scenario
    void whatDiffersByCaseIsNotFound(Steps steps) {
        steps.step("look in another case", f -> {
            assertThatThrownBy(() -> f.broker().domain("Shop"))
                    .isInstanceOf(DomainNotFoundException.class)
                    .hasMessageContaining("shop");
            assertThatThrownBy(() -> f.domain().queue("ORDERS"))
                    .isInstanceOf(QueueNotFoundException.class)
                    .hasMessageContaining("orders");
            assertThatThrownBy(() -> f.queue().group("Workers"))
                    .isInstanceOf(GroupNotFoundException.class)
                    .hasMessageContaining("workers");
        });
    }
}
