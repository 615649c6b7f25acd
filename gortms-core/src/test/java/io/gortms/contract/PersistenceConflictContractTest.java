package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.ConfigurationConflictException;
import io.gortms.Durability;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Scenario.Kind;
import io.gortms.contract.harness.Steps;

/** The one option that cannot change. */
class PersistenceConflictContractTest {

    @Scenario(on = Kind.DURABLE)
    void aDurableQueueCannotMoveToMemory(Steps steps) {
        steps.step("publish", f -> f.publish("a"))
                .step(
                        "declare it in memory",
                        f -> assertThatThrownBy(
                                        () -> f.domain().declareQueue("orders", queue -> queue.persistent(false)))
                                .isInstanceOfSatisfying(ConfigurationConflictException.class, conflict -> {
                                    assertThat(conflict.option()).isEqualTo("persistent");
                                    assertThat(conflict.resource()).isEqualTo("shop.orders");
                                })
                                .hasMessageContaining("persistent(true)")
                                .hasMessageContaining("persistent(false)"))
                .step("nothing has changed", f -> {
                    assertThat(f.queue().options().persistent()).isTrue();
                    f.expect("a");
                });
    }

    @Scenario(on = Kind.DURABLE)
    void aQueueInMemoryCannotMoveToDisk(Steps steps) {
        steps.step("declare it in memory", f -> f.domain().declareQueue("fast", queue -> queue.persistent(false)))
                .step(
                        "declare it durable",
                        f -> assertThatThrownBy(() -> f.domain().declareQueue("fast", queue -> queue.workerCount(3)))
                                .isInstanceOf(ConfigurationConflictException.class)
                                .hasMessageContaining("persistent(true)")
                                .hasMessageContaining("persistent(false)"))
                .step("nothing has changed", f -> {
                    assertThat(f.domain().queue("fast").options().persistent()).isFalse();
                    assertThat(f.domain().queue("fast").options().workerCount()).isEqualTo(2);
                })
                .step(
                        "by its name alone it is found",
                        f -> assertThat(f.domain()
                                        .declareQueue("fast")
                                        .options()
                                        .persistent())
                                .isFalse());
    }

    @Scenario(on = Kind.DURABLE)
    void deletedFirstItMayBeDeclaredOtherwise(Steps steps) {
        steps.step("publish and delete", f -> {
                    f.publish("a");
                    f.domain().deleteQueue("orders");
                })
                .step("declare it in memory", f -> {
                    f.domain()
                            .declareQueue("orders", queue -> queue.persistent(false))
                            .declareGroup("workers");
                    f.takesNothing();
                    f.publish("b");
                    f.expect("b");
                });
    }

    @Scenario(on = Kind.DURABLE)
    void durabilityMayChange(Steps steps) {
        steps.step("publish", f -> f.publish("a"))
                .step("more", f -> f.domain().declareQueue("orders", queue -> queue.durability(Durability.POWER_LOSS)))
                .step("publish", f -> f.publish("b"))
                .step(
                        "less",
                        f -> f.domain().declareQueue("orders", queue -> queue.durability(Durability.PROCESS_CRASH)))
                .step("publish", f -> f.publish("c"))
                .step("all is there", f -> f.expect("a", "b", "c"));
    }
}
