package io.gortms;

import java.util.List;

/**
 * What opening a data directory has found.
 *
 * @param cleanShutdown whether the broker before this one closed in order; true on a new directory
 * @param machineRestarted whether the machine has been started anew since, or that is not known
 * @param damages what is damaged, in the order it was found
 */
public record RecoveryReport(boolean cleanShutdown, boolean machineRestarted, List<Damage> damages) {

    public RecoveryReport {
        damages = List.copyOf(damages);
    }

    /**
     * A damaged place.
     *
     * @param resource the queue, as {@code domain.queue}, or the domain
     * @param file the file, relative to the data directory
     * @param description what was found, and what was done
     * @param lostMessages how many messages cannot be read, if that is known; otherwise 0
     */
    public record Damage(String resource, String file, String description, long lostMessages) {}
}
