package io.gortms.internal.delivery;

import static io.gortms.internal.delivery.Interleavings.call;

import io.gortms.BrokerException;
import io.gortms.Delivery;
import io.gortms.ManualClock;
import io.gortms.internal.delivery.Interleavings.Call;
import io.gortms.internal.delivery.Interleavings.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Settling, skipping and moving from several threads: position and lag are always those of one of the orders. */
class PositionLincheckTest {

    private static final int MESSAGES = 4;

    /** A group with all its messages out. */
    public static class Group {

        private final MemoryGroup parts = new MemoryGroup(new ManualClock());
        private final GroupDelivery group = parts.group;
        private final List<Delivery> out;

        public Group() {
            for (int i = 0; i < MESSAGES; i++) {
                parts.append(null);
            }
            out = group.poll(MESSAGES, Duration.ZERO);
        }

        public boolean ack(int position) {
            try {
                out.get(position).ack();
                return true;
            } catch (BrokerException e) {
                return false;
            }
        }

        public void skip(int position) {
            group.skip(position);
        }

        /** Settles all below as one range. */
        public void seek(int position) {
            group.seek(position);
        }

        public long position() {
            return group.position();
        }

        public long lag() {
            return group.lag();
        }

        public long nextUnsettled(int position) {
            return group.nextUnsettled(position);
        }
    }

    private static final List<List<Call>> CALLS = List.of(
            call("ack", 0),
            call("ack", 1),
            call("ack", 2),
            call("ack", 3),
            call("skip", 0),
            call("skip", 1),
            call("skip", 2),
            call("seek", 1),
            call("seek", 3),
            call("position"),
            call("position"),
            call("lag"),
            call("lag"),
            call("nextUnsettled", 1));

    private static Scenario scenario(Random random) {
        return new Scenario(
                Interleavings.deal(CALLS, 9, 3, random),
                List.of(
                        new Call("position", List.of()),
                        new Call("lag", List.of()),
                        new Call("nextUnsettled", List.of(1))));
    }

    @Test
    void positionAndLagAreThoseOfAnOrder() {
        new Interleavings(Group.class, PositionLincheckTest::scenario).stress(20, 300);
    }
}
