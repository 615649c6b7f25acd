package io.gortms;

import java.time.Instant;

/** Proof that a message is stored as durably as its queue promises. Immutable. */
public interface PublishReceipt {

    /** The publisher's id, or the generated one. */
    String messageId();

    /** The message's place in its queue. */
    long position();

    /** When it was published, by the broker's clock, in microseconds. */
    Instant timestamp();

    /** Whether nothing was stored because a message of this id already was; the other fields are the first one's. */
    boolean duplicate();
}
