package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.Broker;
import io.gortms.Health;
import io.gortms.Resources;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.time.Duration;
import java.util.List;

/** Whether the broker works, and what it uses. */
class HealthContractTest {

    @Scenario
    void ofABrokerThatWorks(Steps steps) {
        steps.step("work", f -> f.publish("a")).step("all is well", f -> {
            Health health = f.broker().health();
            assertThat(health.status()).isEqualTo(Health.Status.OK);
            assertThat(health.checks().journal().status()).isEqualTo(Health.Status.OK);
            assertThat(health.checks().disk().status()).isEqualTo(Health.Status.OK);
            assertThat(health.version()).isNotBlank();
        });
    }

    @Scenario(restarts = false)
    void asEndpointsShowIt(Steps steps) {
        steps.step("after a minute and a half", f -> {
            f.advance(Duration.ofMillis(90_999));
            JsonNode json = new ObjectMapper().valueToTree(f.broker().health());
            assertThat(json.fieldNames()).toIterable().containsExactly("status", "version", "uptimeSeconds", "checks");
            assertThat(json.get("status").asText()).isEqualTo("ok");
            assertThat(json.get("uptimeSeconds").asLong()).isEqualTo(90);
            assertThat(json.get("checks").fieldNames()).toIterable().containsExactly("journal", "disk");
            assertThat(json.get("checks").get("disk").get("status").asText()).isEqualTo("ok");
        });
    }

    @Scenario(restarts = false)
    void ofABrokerThatIsClosed(Steps steps) {
        steps.step("close it", f -> {
            Broker broker = f.broker();
            broker.close();
            assertThat(broker.health().status()).isEqualTo(Health.Status.DOWN);
            assertThat(broker.health().checks().journal().text()).contains("closed");
        });
    }

    @Scenario(restarts = false)
    void whatIsUsed(Steps steps) {
        steps.step("two messages, one of them out", f -> {
                    f.publish("a", "b");
                    f.take();
                })
                .step("now", f -> {
                    Resources now = f.broker().resources();
                    assertThat(now.memoryUsage()).isPositive();
                    assertThat(now.threads()).isPositive();
                    Resources.DomainResources shop = now.domainStats().get("shop");
                    assertThat(shop.queueCount()).isEqualTo(1);
                    assertThat(shop.messageCount()).isEqualTo(2);
                    assertThat(shop.estimatedMemory()).isPositive();
                    Resources.QueueResources orders = shop.queueStats().get("orders");
                    assertThat(orders.messageCount()).isEqualTo(2);
                    assertThat(orders.open()).isTrue();
                    assertThat(orders.groups().get("workers")).isEqualTo(new Resources.GroupResources(0, 2, 1, 0));
                })
                .step("and lately, newest first", f -> {
                    assertThat(f.broker().resourceHistory(10)).isEmpty();
                    f.advance(Duration.ofSeconds(1));
                    f.publish("c");
                    f.advance(Duration.ofMinutes(1));
                    f.publish("d");
                    f.advance(Duration.ofSeconds(1));
                    List<Resources> history = f.broker().resourceHistory(10);
                    assertThat(history).hasSize(2);
                    assertThat(history.get(0).timestamp())
                            .isGreaterThan(history.get(1).timestamp());
                    assertThat(f.broker().resourceHistory(1)).containsExactly(history.get(0));
                    assertThatThrownBy(() -> f.broker().resourceHistory(0))
                            .isInstanceOf(IllegalArgumentException.class);
                });
    }
}
