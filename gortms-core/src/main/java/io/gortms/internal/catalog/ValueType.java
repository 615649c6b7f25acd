package io.gortms.internal.catalog;

import io.gortms.StartPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * How the values of an option look in JSON.
 *
 * @param encoder gives what {@link JsonWriter} writes
 * @param decoder the way back; throws a RuntimeException, {@link ClassCastException} included, for what it cannot use
 */
record ValueType<T>(Function<T, Object> encoder, Function<Object, T> decoder) {

    static final ValueType<Boolean> FLAG = new ValueType<>(flag -> flag, Boolean.class::cast);
    static final ValueType<Integer> INT = new ValueType<>(Integer::longValue, number -> Math.toIntExact((Long) number));
    static final ValueType<Long> LONG = new ValueType<>(number -> number, Long.class::cast);
    static final ValueType<Duration> DURATION =
            new ValueType<>(Duration::toString, text -> Duration.parse((String) text));
    static final ValueType<StartPosition> START_POSITION =
            new ValueType<>(ValueType::startPositionText, text -> startPosition((String) text));

    static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
        return new ValueType<>(Enum::name, name -> Enum.valueOf(type, (String) name));
    }

    Object encode(T value) {
        return encoder.apply(value);
    }

    T decode(Object json) {
        return decoder.apply(json);
    }

    private static String startPositionText(StartPosition position) {
        if (position instanceof StartPosition.At at) {
            return "at " + at.position();
        } else if (position instanceof StartPosition.Since since) {
            return "since " + since.instant();
        }
        return position == StartPosition.latest() ? "latest" : "earliest";
    }

    private static StartPosition startPosition(String text) {
        if (text.startsWith("at ")) {
            return StartPosition.at(Long.parseLong(text.substring("at ".length())));
        } else if (text.startsWith("since ")) {
            return StartPosition.since(Instant.parse(text.substring("since ".length())));
        }
        return switch (text) {
            case "earliest" -> StartPosition.earliest();
            case "latest" -> StartPosition.latest();
            default -> throw new IllegalArgumentException("not a start position");
        };
    }
}
