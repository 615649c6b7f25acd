package io.gortms.examples.flightrecorder;

import java.io.Console;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows one line that changes, each second: in its place on a terminal, below each other elsewhere. */
final class LiveLine implements AutoCloseable {

    private final Supplier<String> text;
    private final PrintStream out;
    private final boolean inPlace;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "live-line");
    private int shownLength;

    LiveLine(Supplier<String> text, PrintStream out) {
        this.text = text;
        this.out = out;
        this.inPlace = out == System.out && isTerminal(System.console());
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Shows the last state and ends the line. */
    @Override
    public synchronized void close() {
        closed.countDown();
        show();
        if (inPlace) {
            out.println();
        }
    }

    private void run() {
        try {
            while (!closed.await(1, TimeUnit.SECONDS)) {
                showUnlessClosed();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void showUnlessClosed() {
        if (closed.getCount() > 0) {
            show();
        }
    }

    private void show() {
        String line = text.get();
        if (!inPlace) {
            out.println(line);
            return;
        }
        // A shorter line must wipe out the longer one before it.
        out.print("\r" + line + " ".repeat(Math.max(0, shownLength - line.length())));
        out.flush();
        shownLength = line.length();
    }

    /** Before Java 22 there is a console only where there is a terminal; since then the console itself knows. */
    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
