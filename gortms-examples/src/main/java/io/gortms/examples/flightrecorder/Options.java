package io.gortms.examples.flightrecorder;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for. Immutable.
 *
 * @param data the directory that everything is kept in
 * @param length how long the Flight Recorder is listened to
 * @param input a JSON Lines file to take instead of the Flight Recorder's events, {@code -} for standard input, or null
 * @param replay whether only the history of earlier runs is read
 * @param help whether only the usage is asked for
 */
public record Options(Path data, Duration length, @Nullable String input, boolean replay, boolean help) {

    /** What {@link #input()} says for standard input. */
    public static final String STANDARD_INPUT = "-";

    /** How to call the program. */
    public static final String USAGE = """
            usage: FlightRecorderMain [--seconds N] [--data DIR]
                   FlightRecorderMain --input FILE|- [--data DIR]
                   FlightRecorderMain --replay [--data DIR]

              --seconds N     listen to the Flight Recorder for N seconds, 3 or more; default 20
              --input FILE|-  take the lines of a JSON Lines file, or of standard input, instead;
                              a line that is no JSON is reported and left out
              --replay        publish nothing: read the history of earlier runs from its beginning
              --data DIR      keep everything in this directory; default gortms-data/flight-recorder
            """;

    /** The Flight Recorder hands out its events about once a second. */
    private static final int LEAST_SECONDS = 3;

    private static final int DEFAULT_SECONDS = 20;
    private static final String DEFAULT_DATA = "gortms-data/flight-recorder";

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if it is wrong; the message says what
     */
    public static Options parse(String... args) {
        Path data = Path.of(DEFAULT_DATA);
        Duration length = null;
        String input = null;
        boolean replay = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--help", "-h" -> {
                    return new Options(data, Duration.ZERO, null, false, true);
                }
                case "--data" -> data = path(args, ++i);
                case "--seconds" -> length = seconds(args, ++i);
                case "--input" -> input = value(args, ++i);
                case "--replay" -> replay = true;
                default -> throw new IllegalArgumentException("there is no option '" + args[i] + "'");
            }
        }
        if (replay && (input != null || length != null)) {
            throw new IllegalArgumentException("--replay publishes nothing: leave out --input and --seconds");
        }
        if (input != null && length != null) {
            throw new IllegalArgumentException("--input ends when the input ends: leave out --seconds");
        }
        return new Options(data, length == null ? Duration.ofSeconds(DEFAULT_SECONDS) : length, input, replay, false);
    }

    private static Path path(String[] args, int index) {
        try {
            return Path.of(value(args, index));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(args[index - 1] + " is no path: " + e.getMessage(), e);
        }
    }

    private static Duration seconds(String[] args, int index) {
        String text = value(args, index);
        try {
            int seconds = Integer.parseInt(text);
            if (seconds >= LEAST_SECONDS) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--seconds is a whole number, not '" + text + "'", e);
        }
        throw new IllegalArgumentException("--seconds is at least " + LEAST_SECONDS + ", not " + text);
    }

    private static String value(String[] args, int index) {
        if (index == args.length) {
            throw new IllegalArgumentException(args[index - 1] + " needs a value");
        }
        return args[index];
    }
}
