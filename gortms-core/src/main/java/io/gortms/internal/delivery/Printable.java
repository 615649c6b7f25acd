package io.gortms.internal.delivery;

import java.io.PrintWriter;
import java.io.Writer;

/** What handlers throw is the application's code: asked what it says, it may throw something itself. */
final class Printable {

    private Printable() {}

    /** The exception if it can be printed; otherwise one that says which class it is of. */
    static Throwable of(Throwable thrown) {
        try {
            thrown.printStackTrace(new PrintWriter(Writer.nullWriter()));
            if (thrown.toString() != null) {
                return thrown;
            }
        } catch (RuntimeException | Error e) {
            // what it says stays unknown
        }
        return new IllegalStateException(thrown.getClass().getName() + ", which cannot be printed");
    }
}
