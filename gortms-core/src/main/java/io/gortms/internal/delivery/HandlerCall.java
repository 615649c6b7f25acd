package io.gortms.internal.delivery;

import io.gortms.MessageHandler;
import io.gortms.PayloadDeliveryHandler;
import io.gortms.UnreadablePayloadException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of the application's handler, and what it says about the delivery. */
abstract class HandlerCall {

    private static final Logger LOG = LoggerFactory.getLogger(HandlerCall.class);

    private final boolean manual;

    private HandlerCall(boolean manual) {
        this.manual = manual;
    }

    static HandlerCall of(MessageHandler handler, boolean manual) {
        return new HandlerCall(manual) {
            @Override
            @Nullable Settlement call(LocalDelivery delivery) throws Exception {
                handler.handle(delivery);
                return null;
            }
        };
    }

    static <T> HandlerCall of(Class<T> type, PayloadDeliveryHandler<T> handler, boolean manual) {
        return new HandlerCall(manual) {
            @Override
            @Nullable Settlement call(LocalDelivery delivery) throws Exception {
                T payload;
                try {
                    payload = delivery.payloadAs(type);
                } catch (UnreadablePayloadException e) {
                    return Settlement.unreadable(e);
                }
                handler.handle(payload, delivery);
                return null;
            }
        };
    }

    /** Whether the application settles deliveries itself. */
    boolean isManual() {
        return manual;
    }

    /**
     * Calls the handler; whatever it throws is its answer.
     *
     * @return how to settle the delivery, or null to leave it as it is
     */
    @Nullable Settlement run(LocalDelivery delivery, String subscription) {
        try {
            Settlement settlement = call(delivery);
            if (settlement != null) {
                return settlement;
            }
            return manual ? null : Settlement.ACK_BATCHED;
        } catch (Throwable e) {
            if (e instanceof Error) {
                LOG.warn(
                        "{}: the handler of the message {} met an error",
                        subscription,
                        delivery.messageId(),
                        Printable.of(e));
            } else if (LOG.isDebugEnabled()) {
                LOG.debug(
                        "{}: the handler of the message {} failed",
                        subscription,
                        delivery.messageId(),
                        Printable.of(e));
            }
            return Settlement.failed(e);
        }
    }

    abstract @Nullable Settlement call(LocalDelivery delivery) throws Exception;
}
