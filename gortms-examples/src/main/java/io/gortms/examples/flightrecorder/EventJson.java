package io.gortms.examples.flightrecorder;

import java.util.LinkedHashMap;
import java.util.Map;
import jdk.jfr.Timespan;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import org.jspecify.annotations.Nullable;

/** A Flight Recorder event as what becomes a flat JSON object: its type, its time and its plain fields. */
final class EventJson {

    private EventJson() {}

    /**
     * {@code event} and {@code time}, then the fields by their names. Time spans are in nanoseconds and say so in the name;
     * threads and classes are given by name. Left out: stack traces, and what JSON has no value for.
     */
    static Map<String, Object> of(RecordedEvent event) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("event", event.getEventType().getName());
        json.put("time", event.getStartTime().toString());
        for (ValueDescriptor field : event.getFields()) {
            String name = field.getName();
            if (name.equals("startTime")) {
                continue;
            }
            if (field.getAnnotation(Timespan.class) != null) {
                json.put(name + "Nanos", event.getDuration(name).toNanos());
                continue;
            }
            Object value = plain(event.getValue(name));
            if (value != null) {
                json.put(name, value);
            }
        }
        return json;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Float number) {
            return Float.isFinite(number) ? number : null;
        }
        if (value instanceof Double number) {
            return Double.isFinite(number) ? number : null;
        }
        if (value instanceof Number || value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof RecordedThread thread) {
            return thread.getJavaName() == null ? thread.getOSName() : thread.getJavaName();
        }
        if (value instanceof RecordedClass type) {
            return type.getName();
        }
        return null;
    }
}
