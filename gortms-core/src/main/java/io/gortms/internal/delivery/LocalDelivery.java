package io.gortms.internal.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.BrokerClosedException;
import io.gortms.Delivery;
import io.gortms.DeliverySettledException;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.message.RecordMessage;
import io.gortms.internal.time.BrokerClock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One lease of one message: the token is the object itself. Whoever ends it has settled or revoked it; everybody else comes
 * too late. It ends under the group's lock, in the same hold as what follows from its end, so that nobody can learn of the one
 * without the other. A later delivery of the same message is another object, so a late settlement cannot touch it.
 */
public final class LocalDelivery extends RecordMessage implements Delivery {

    /** How a delivery has ended. */
    enum State {
        SETTLED("is settled already"),
        EXPIRED("lost its lease: ackTimeout passed"),
        REVOKED("was revoked: the group was moved by a seek"),
        DROPPED("was revoked: the message was dropped"),
        DELETED("was revoked: its group, queue or domain was deleted"),
        GIVEN_BACK("was given back: its subscription was closed"),
        CLOSED("was given back: the broker was closed");

        private final String words;

        State(String words) {
            this.words = words;
        }
    }

    private final Settler settler;
    private final int attempt;
    private final int failures;

    /** The state of the circuit breaker that it went out in; set under the group's lock before it goes out. */
    int breakerEra;

    /** Whose it is: the subscription, stream or poll that got it. */
    final @Nullable Object holder;

    /** How it has ended, or null while it is open: so that making a delivery needs no volatile store. */
    private volatile @Nullable State ended;

    /** Whether it is written down how long its message took; set under the group's lock before it goes out. */
    boolean measured;

    /** Whether this delivery stands in the ledger's count; guarded by the group's lock. */
    boolean counted;

    /** When the lease ends, on the time line of leases; guarded by the group's lock. */
    long leaseUntilMicros = BrokerClock.NEVER;

    /** Neighbours in the list of {@link Leases}; guarded by the group's lock. */
    @Nullable LocalDelivery previous;

    @Nullable LocalDelivery next;

    boolean listed;

    /** Whether its message stands among the failed ones of {@link Leases}; guarded by the group's lock. */
    boolean failed;

    LocalDelivery(
            StoredRecord stored,
            Supplier<ObjectMapper> mapper,
            Settler settler,
            int attempt,
            int failures,
            @Nullable Object holder) {
        super(stored, mapper);
        this.settler = settler;
        this.attempt = attempt;
        this.failures = failures;
        this.holder = holder;
    }

    /** What settles deliveries: the group they are of. */
    interface Settler {

        /** Settles a delivery; false if it has ended before. */
        boolean settle(LocalDelivery delivery, Settlement settlement);

        /** Moves the end of an open delivery's lease. */
        void extend(LocalDelivery delivery, long leaseMicros);
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public int failures() {
        return failures;
    }

    @Override
    public void ack() {
        settle(Settlement.ACK);
    }

    @Override
    public void nack() {
        settle(Settlement.NACK);
    }

    @Override
    public void nack(Duration delay) {
        settle(Settlement.nackAfter(delay));
    }

    @Override
    public void release() {
        settle(Settlement.RELEASE);
    }

    @Override
    public void release(Duration delay) {
        settle(Settlement.releaseAfter(delay));
    }

    @Override
    public void reject(String reason) {
        settle(Settlement.reject(Objects.requireNonNull(reason, "reason")));
    }

    private void settle(Settlement settlement) {
        if (!settler.settle(this, settlement)) {
            throw tooLate();
        }
    }

    @Override
    public void extend(Duration lease) {
        if (lease.isNegative() || lease.isZero()) {
            throw new IllegalArgumentException("a lease is longer than zero, not " + lease);
        }
        if (!isOpen()) {
            throw tooLate();
        }
        settler.extend(this, BrokerClock.toMicros(lease));
        if (!isOpen()) {
            throw tooLate();
        }
    }

    boolean isOpen() {
        return ended == null;
    }

    /** Ends it, unless it has ended: nothing else does. With the group's lock. */
    boolean end(State how) {
        if (ended != null) {
            return false;
        }
        ended = how;
        return true;
    }

    private RuntimeException tooLate() {
        State now = Objects.requireNonNull(ended);
        return now == State.CLOSED
                ? new BrokerClosedException(
                        "the delivery of the message " + messageId() + " was given back and comes again")
                : new DeliverySettledException(messageId(), position(), now.words);
    }
}
