package io.gortms.internal.delivery;

import io.gortms.BrokerClosedException;
import io.gortms.BrokerException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Why a group hands out nothing any more.
 *
 * @param deleted makes what callers of a deleted group get; null if the broker closes
 */
public record GroupEnd(@Nullable Supplier<BrokerException> deleted) {

    /** The broker closes. */
    public static final GroupEnd CLOSED = new GroupEnd(null);

    /** The group, its queue or its domain was deleted. */
    public static GroupEnd deleted(Supplier<BrokerException> exception) {
        return new GroupEnd(exception);
    }

    /** Whether the group, its queue or its domain was deleted. */
    public boolean isDeleted() {
        return deleted != null;
    }

    LocalDelivery.State state() {
        return isDeleted() ? LocalDelivery.State.DELETED : LocalDelivery.State.CLOSED;
    }

    /** What a caller gets whose request cannot be served any more. */
    public BrokerException exception(String refused) {
        return deleted == null ? new BrokerClosedException(refused) : deleted.get();
    }
}
