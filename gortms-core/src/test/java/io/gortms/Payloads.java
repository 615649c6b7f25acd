package io.gortms;

import io.gortms.internal.message.OutgoingMessage;
import io.gortms.internal.message.PayloadCodec;
import io.gortms.internal.time.BrokerClock;

/** Messages as predicates and validators see them. */
public final class Payloads {

    private static final PayloadCodec CODEC = new PayloadCodec(null, new BrokerClock(new ManualClock()));

    private Payloads() {}

    /** A message of anything that can be published. */
    public static OutgoingMessage of(Object payload) {
        return CODEC.outgoing(payload, "shop.orders", 1 << 20);
    }

    /** A message of JSON text. */
    public static OutgoingMessage json(String json) {
        return of(Message.json(json));
    }
}
