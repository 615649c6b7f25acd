package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.ExchangeType;
import io.gortms.Message;
import io.gortms.Predicates;
import io.gortms.Schema;
import io.gortms.SchemaViolationException;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.util.List;
import java.util.Map;

/** A schema checks what is routed and what comes by an exchange, once. */
class RoutedSchemaContractTest {

    @Scenario
    void whatIsRoutedIsCheckedBeforeAnyCopyIsStored(Steps steps) {
        steps.step("declare a rule and a schema", f -> {
                    f.declareQueue("large", queue -> {});
                    f.domain().route("orders").to("large").when(Predicates.gt("amount", 5));
                    f.broker()
                            .declareDomain(
                                    "shop",
                                    domain -> domain.schema(
                                            Schema.builder().number("amount").build()));
                })
                .step("refuse", f -> {
                    assertThatThrownBy(() -> f.queue().publish(Message.json("{\"amount\":\"7\"}")))
                            .isInstanceOf(SchemaViolationException.class);
                    assertThatThrownBy(() -> f.queue().publishAll(List.of(Map.of("amount", 7), Map.of())))
                            .isInstanceOf(SchemaViolationException.class);
                    assertThat(f.queue().publishAsync(Map.of())).isCompletedExceptionally();
                    assertThat(f.domain().explainRouting("orders", Map.of())).isNotNull();
                })
                .step("nothing is stored anywhere", f -> {
                    assertThat(f.queue().read(0, 10)).isEmpty();
                    assertThat(f.domain().queue("large").read(0, 10)).isEmpty();
                })
                .step("publish", f -> f.queue().publish(Message.json("{\"amount\":7}")))
                .step("both have it", f -> {
                    f.expect("{\"amount\":7}");
                    assertThat(f.domain().queue("large").read(0, 10))
                            .extracting(Texts::of)
                            .containsExactly("{\"amount\":7}");
                });
    }

    @Scenario
    void whatComesByAnExchangeIsChecked(Steps steps) {
        steps.step("declare an exchange and a schema", f -> {
                    f.domain().declareExchange("all", ExchangeType.FANOUT).bind("", "orders");
                    f.broker()
                            .declareDomain(
                                    "shop",
                                    domain -> domain.schema(
                                            Schema.builder().number("amount").build()));
                })
                .step("refuse", f -> {
                    assertThatThrownBy(() -> f.domain().publish("all", "", Map.of()))
                            .isInstanceOf(SchemaViolationException.class);
                    assertThatThrownBy(() -> f.domain().publish("", "orders", Map.of()))
                            .isInstanceOf(SchemaViolationException.class);
                    assertThat(f.queue().read(0, 10)).isEmpty();
                })
                .step("publish", f -> f.domain().publish("all", "", Map.of("amount", 7)))
                .step("it is there", f -> f.expect("{\"amount\":7}"));
    }

    @Scenario
    void rulesAndSchemasDoNotForgetEachOther(Steps steps) {
        steps.step(
                        "a schema",
                        f -> f.broker()
                                .declareDomain(
                                        "shop",
                                        domain -> domain.schema(Schema.builder()
                                                .number("amount")
                                                .build())))
                .step("a rule", f -> {
                    f.declareQueue("large", queue -> {});
                    f.domain().route("orders").to("large");
                })
                .step(
                        "another schema",
                        f -> f.broker()
                                .declareDomain(
                                        "shop",
                                        domain -> domain.schema(Schema.builder()
                                                .string("amount")
                                                .build())))
                .step("both are there", f -> {
                    f.queue().publish(Map.of("amount", "x"));
                    assertThat(f.domain().queue("large").read(0, 10)).hasSize(1);
                    assertThatThrownBy(() -> f.queue().publish(Map.of("amount", 1)))
                            .isInstanceOf(SchemaViolationException.class);
                });
    }
}
