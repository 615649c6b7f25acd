package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Delivery;
import io.gortms.contract.harness.Gate;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;

/** How long a handler keeps its delivery. */
class HandlerTimeoutContractTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    @Scenario(restarts = false)
    void aHandlerKeepsItsDeliveryAsLongAsItRuns(Steps steps) {
        Gate gate = new Gate();
        steps.step("run for a day", f -> {
            f.group().subscribe(gate::pass);
            f.publish("a");
            gate.awaitWaiting(1);
            f.advance(Duration.ofHours(23));
            f.takesNothing();
            gate.open();
            f.awaitSettled();
        });
    }

    @Scenario(restarts = false)
    void butNotLongerThanItsTimeout(Steps steps) {
        Gate gate = new Gate();
        steps.step("run for too long", f -> {
            f.group().subscribe(options -> options.workerCount(1).handlerTimeout(TIMEOUT), gate::pass);
            f.publish("a");
            gate.awaitWaiting(1);
            f.advance(TIMEOUT.minusMillis(1));
            f.takesNothing();
            f.advance(Duration.ofMillis(1));
            Delivery again = f.take();
            assertThat(Texts.of(again)).isEqualTo("a");
            assertThat(again.attempt()).isEqualTo(2);
            assertThat(again.failures()).isEqualTo(1);
            gate.open();
            gate.awaitPassed(1);
            assertThat(f.group().lag()).isEqualTo(1);
            again.ack();
            f.awaitSettled();
        });
    }
}
