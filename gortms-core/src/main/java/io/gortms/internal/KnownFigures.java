package io.gortms.internal;

import io.gortms.internal.stats.LastKnown;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What is known of a queue that is not open. Its monitor is held while a small file is read, and takes nothing else. */
final class KnownFigures {

    private final Services services;
    private final @Nullable Path directory;
    private @Nullable LastKnown known;
    private boolean looked;

    KnownFigures(@Nullable Path directory, Services services) {
        this.directory = directory;
        this.services = services;
    }

    /** What was known when the queue was last open; null if nothing was. */
    synchronized @Nullable LastKnown get() {
        if (!looked) {
            looked = true;
            known = directory == null ? null : LastKnown.read(directory);
            if (known != null) {
                services.sampler().found(known.messages(), known.sizeBytes());
            }
        }
        return known;
    }

    /** The queue is open, or gone. */
    synchronized void forget() {
        looked = true;
        if (known != null) {
            services.sampler().held(-known.messages(), -known.sizeBytes());
            known = null;
        }
    }
}
