package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.BrokerEvent;
import io.gortms.IncompleteDeclarationException;
import io.gortms.Message;
import io.gortms.Schema;
import io.gortms.SchemaViolation;
import io.gortms.SchemaViolationException;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Scenario.Kind;
import io.gortms.contract.harness.Steps;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was declared with code has to be declared again after a restart. */
class IncompleteDeclarationContractTest {

    private static void declare(Fixture f) {
        f.broker()
                .declareDomain(
                        "shop",
                        domain -> domain.schema(Schema.code(message -> message.payload().length == 1
                                ? List.of()
                                : List.of(new SchemaViolation("", "one byte", "more")))));
    }

    private static void isIncomplete(Fixture f) {
        assertThatThrownBy(() -> f.publish("a"))
                .isInstanceOfSatisfying(
                        IncompleteDeclarationException.class,
                        refusal -> assertThat(refusal.resource()).isEqualTo("shop"))
                .hasMessageContaining("shop")
                .hasMessageContaining("validator")
                .hasMessageContaining("declareDomain");
        assertThatThrownBy(() -> f.queue().publishAll(List.of("a"))).isInstanceOf(IncompleteDeclarationException.class);
        assertThat(f.queue().publishAsync("a")).isCompletedExceptionally();
    }

    @Scenario(on = Kind.DURABLE, restarts = false)
    void aPublishIsRefusedUntilTheValidatorIsGivenAgain(Steps steps) {
        steps.step("declare, publish, restart", f -> {
                    declare(f);
                    f.publish("a");
                    f.restart();
                })
                .step("what is there is delivered", f -> f.expect("a"))
                .step("nothing is published", IncompleteDeclarationContractTest::isIncomplete)
                .step("declaring by name does not help", f -> {
                    f.broker().declareDomain("shop");
                    isIncomplete(f);
                    assertThat(f.queue().read(0, 10)).hasSize(1);
                })
                .step("restart again", Fixture::restart)
                .step("it is still not forgotten", IncompleteDeclarationContractTest::isIncomplete)
                .step("give it again", f -> {
                    declare(f);
                    f.publish("b");
                    assertThatThrownBy(() -> f.publish("too long")).isInstanceOf(SchemaViolationException.class);
                    f.expect("b");
                });
    }

    @Scenario(on = Kind.DURABLE, restarts = false)
    void givingItAgainIsNoChange(Steps steps) {
        List<BrokerEvent> told = new CopyOnWriteArrayList<>();
        steps.listener(told::add).step("declare, restart, declare", f -> {
            declare(f);
            f.restart();
            declare(f);
            f.restart();
            assertThat(told)
                    .filteredOn(BrokerEvent.DomainChanged.class::isInstance)
                    .hasSize(1);
        });
    }

    @Scenario(on = Kind.DURABLE, restarts = false)
    void anotherSchemaInItsPlaceWillDo(Steps steps) {
        steps.step("declare, restart", f -> {
                    declare(f);
                    f.restart();
                })
                .step("declare fields", f -> {
                    f.broker()
                            .declareDomain(
                                    "shop",
                                    domain -> domain.schema(
                                            Schema.builder().string("a").build()));
                    f.queue().publish(Message.json("{\"a\":\"x\"}"));
                })
                .step("declare none", f -> {
                    f.broker().declareDomain("shop", domain -> {});
                    f.publish("anything");
                });
    }
}
