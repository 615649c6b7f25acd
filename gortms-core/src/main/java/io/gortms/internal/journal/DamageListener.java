package io.gortms.internal.journal;

import java.nio.file.Path;

/** Is told of damaged data, once for each damaged place. Called by any thread, locks may be held: it only takes note. */
@FunctionalInterface
public interface DamageListener {

    /**
     * Takes note.
     *
     * @param file where
     * @param description what was found, and what was done
     * @param lostMessages how many messages cannot be read, if that is known; otherwise 0
     */
    void onDamage(Path file, String description, long lostMessages);
}
