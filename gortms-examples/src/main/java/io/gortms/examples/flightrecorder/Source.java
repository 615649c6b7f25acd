package io.gortms.examples.flightrecorder;

import java.io.IOException;

/** Where messages come from. */
interface Source {

    /** Publishes until the source ends or is stopped, on the caller's thread or on one of its own. */
    void publishTo(Intake intake) throws IOException, InterruptedException;

    /** Makes {@link #publishTo} return early; by any thread. */
    void stop();
}
