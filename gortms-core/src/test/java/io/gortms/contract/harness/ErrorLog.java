package io.gortms.contract.harness;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** Notes what is logged as an ERROR: slf4j-simple prints each event as one line of {@code System.err}. */
final class ErrorLog implements AutoCloseable {

    private static final Pattern ERROR = Pattern.compile("^[0-9:.]+ \\[[^]]*] ERROR .*", Pattern.DOTALL);

    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final PrintStream before = System.err;

    ErrorLog() {
        System.setErr(new Tee(before));
    }

    /** Everything logged as an ERROR since this was made. */
    List<String> errors() {
        return errors;
    }

    @Override
    public void close() {
        System.setErr(before);
    }

    private final class Tee extends PrintStream {

        Tee(PrintStream target) {
            super(target, true);
        }

        @Override
        public void println(String line) {
            if (line != null && ERROR.matcher(line).matches()) {
                errors.add(line);
            }
            super.println(line);
        }
    }
}
