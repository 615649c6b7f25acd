package io.gortms.internal.delivery;

import static io.gortms.internal.delivery.Interleavings.call;

import io.gortms.BrokerException;
import io.gortms.Delivery;
import io.gortms.GroupNotFoundException;
import io.gortms.GroupStats;
import io.gortms.ManualClock;
import io.gortms.QueueSettings;
import io.gortms.internal.delivery.Interleavings.Call;
import io.gortms.internal.delivery.Interleavings.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever may end a delivery, at the same time: each delivery ends once, and everybody sees the same end. */
class SettleLincheckTest {

    private static final int MESSAGES = 3;
    private static final int OUT = 2;

    /** A group with two of its three messages out. */
    public static class Deliveries {

        private final ManualClock clock = new ManualClock();
        private final MemoryGroup parts = new MemoryGroup(clock);
        private final GroupDelivery group = parts.group;
        private final List<Delivery> out;

        public Deliveries() {
            for (int i = 0; i < MESSAGES; i++) {
                parts.append(null);
            }
            out = group.poll(OUT, Duration.ZERO);
        }

        public String ack(int position) {
            return answer(out.get(position)::ack);
        }

        public String fail(int position) {
            return answer(() -> out.get(position).nack(Duration.ZERO));
        }

        public String release(int position) {
            return answer(out.get(position)::release);
        }

        public void drop(int position) {
            group.drop(parts.record(position));
        }

        public String seek(int position) {
            return answer(() -> group.seek(position));
        }

        public void expire() {
            clock.advance(QueueSettings.defaults().ackTimeout());
        }

        public void delete() {
            group.end(GroupEnd.deleted(() -> new GroupNotFoundException("shop", "orders", "workers", List.of())));
        }

        public void end() {
            group.end(GroupEnd.CLOSED);
        }

        public void close() {
            group.close();
        }

        public String state() {
            GroupStats stats = group.stats();
            return "position %d lag %d out %d retrying %d acked %d failed %d released %d skipped %d dropped %d"
                    .formatted(
                            stats.position(),
                            stats.lag(),
                            stats.inFlight(),
                            stats.retrying(),
                            stats.acked(),
                            stats.nacked(),
                            stats.released(),
                            stats.skipped(),
                            stats.dropped());
        }

        /** Takes what there is, and tries the old deliveries on it before it settles the new ones. */
        public String takeAgain() {
            List<Delivery> again = group.poll(MESSAGES, Duration.ZERO);
            String late = out.stream().map(old -> answer(old::ack)).collect(Collectors.joining(" "));
            return again.stream()
                            .map(delivery -> delivery.position() + " attempt " + delivery.attempt() + " failures "
                                    + delivery.failures() + " " + answer(delivery::ack))
                            .toList()
                    + " late " + late;
        }

        private static String answer(Runnable call) {
            try {
                call.run();
                return "done";
            } catch (BrokerException e) {
                return e.getClass().getSimpleName();
            }
        }
    }

    private static final List<List<Call>> CALLS = List.of(
            call("ack", 0),
            call("ack", 0),
            call("ack", 1),
            call("fail", 0),
            call("fail", 1),
            call("release", 0),
            call("release", 1),
            call("drop", 0),
            call("drop", 1),
            call("drop", 2),
            call("seek", 0),
            call("seek", 1),
            call("seek", MESSAGES),
            call("expire"),
            call("delete"),
            List.of(new Call("end", List.of()), new Call("close", List.of())),
            call("state"));

    private static Scenario scenario(Random random) {
        return new Scenario(
                Interleavings.deal(CALLS, 6, 3, random),
                List.of(new Call("state", List.of()), new Call("takeAgain", List.of()), new Call("state", List.of())));
    }

    @Test
    void eachDeliveryEndsOnce() {
        new Interleavings(Deliveries.class, SettleLincheckTest::scenario).stress(20, 300);
    }
}
