package io.gortms.internal.delivery;

import io.gortms.internal.journal.StoredRecord;
import java.util.Map;

/** Where messages go that a group has given up. */
@FunctionalInterface
public interface Graveyard {

    /**
     * Appends a letter, as durably as the queue promises. No lock of the group's is held.
     *
     * @param stored the message
     * @param reasonHeaders what is added to its headers
     * @throws io.gortms.BrokerException if it could not be stored; the message stays with its group
     */
    void bury(StoredRecord stored, Map<String, String> reasonHeaders);
}
