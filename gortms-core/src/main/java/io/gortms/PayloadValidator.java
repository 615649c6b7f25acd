package io.gortms;

import java.util.List;

/**
 * A check of payloads in the application's code; see {@link Schema#code}. Called by each publisher's own thread, and by several
 * at the same time. It must not change the message's {@link StoredMessage#json() JSON}.
 */
@FunctionalInterface
public interface PayloadValidator {

    /**
     * Everything that is wrong with a message that is about to be published; empty if nothing is. The message's {@link
     * StoredMessage#position()} is -1, and its {@link StoredMessage#messageId()} is empty if the publisher gave none.
     *
     * <p>An exception goes to the publisher as it is; nothing is stored then either.
     */
    List<SchemaViolation> validate(StoredMessage message);
}
