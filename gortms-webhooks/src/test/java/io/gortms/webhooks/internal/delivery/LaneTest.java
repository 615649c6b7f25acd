package io.gortms.webhooks.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.MessageQueue;
import io.gortms.webhooks.FailurePolicy;
import io.gortms.webhooks.RetrySchedule;
import io.gortms.webhooks.SignatureProfile;
import io.gortms.webhooks.TransportOptions;
import io.gortms.webhooks.harness.InstantTransport;
import io.gortms.webhooks.internal.store.AttemptLog;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LaneTest {

    private static final Lane.Owner NOBODY = new Lane.Owner() {
        @Override
        public void onRoom(int count) {}

        @Override
        public void onChange(Judgement judgement, EndpointHealth.Change change, long closedUntilMicros) {}

        @Override
        public void onDone() {}
    };

    /** A queue may hand over what its subscriber has just cancelled: nobody else would ever get it. */
    @Test
    void whatComesAfterTheEndIsGivenBack() {
        InstantTransport transport = new InstantTransport(false);
        try (Broker broker = Broker.builder().inMemory().build();
                Alarms alarms = new Alarms(broker.clock())) {
            MessageQueue queue = broker.declareDomain("d").declareQueue("waiting");
            ConsumerGroup group = queue.declareGroup("sender");
            AttemptLog log = new AttemptLog(broker.declareDomain("d").declareQueue("attempts"));
            Sender sender =
                    new Sender(transport, log, broker.clock(), alarms, 1, Runnable::run, Runnable::run, event -> {});
            Lane lane = new Lane(sender, NOBODY, new EndpointHealth(0), FailurePolicy.defaults(), 1, 0);
            Target target = Target.of(
                    URI.create("https://client.example/"),
                    SignatureProfile.GOST,
                    "secret",
                    RetrySchedule.standard(),
                    TransportOptions.defaults());
            queue.publish("late");
            lane.start();
            lane.close();
            lane.offer(new Job(group.poll(1, Duration.ZERO).get(0), target));
            lane.start();
            assertThat(group.stats().inFlight()).isZero();
            assertThat(group.poll(1, Duration.ZERO)).hasSize(1);
            assertThat(transport.count()).isZero();
        }
    }
}
