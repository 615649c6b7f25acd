package io.gortms.examples.flightrecorder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What has been seen so far, kept in memory. Knows the Flight Recorder's events; of any other JSON it counts how many. */
final class RunningAggregates {

    private final Map<String, Long> countByEvent = new TreeMap<>();
    private long messages;
    private double machineLoad;
    private double peakMachineLoad;
    private long collectionPauseNanos;
    private long longestPauseNanos;
    private long allocatedBytes;

    synchronized void add(JsonNode json) {
        messages++;
        String event = json.path("event").asText("other");
        countByEvent.merge(event, 1L, Long::sum);
        switch (event) {
            case "jdk.CPULoad" -> {
                machineLoad = json.path("machineTotal").asDouble();
                peakMachineLoad = Math.max(peakMachineLoad, machineLoad);
            }
            case "jdk.GarbageCollection" -> {
                collectionPauseNanos += json.path("sumOfPausesNanos").asLong();
                longestPauseNanos = Math.max(
                        longestPauseNanos, json.path("longestPauseNanos").asLong());
            }
            case "jdk.ObjectAllocationSample" ->
                allocatedBytes += json.path("weight").asLong();
            default -> {
                // counted by its name above
            }
        }
    }

    synchronized long messages() {
        return messages;
    }

    /** One line for now. */
    synchronized String line() {
        return text(
                "%,d messages | cpu %.0f %% | %,d collections, %,d ms paused | %,d MiB allocated | %,d threads started",
                messages,
                machineLoad * 100,
                count("jdk.GarbageCollection"),
                collectionPauseNanos / 1_000_000,
                allocatedBytes >> 20,
                count("jdk.ThreadStart"));
    }

    /** Several lines for the end. */
    synchronized String summary() {
        StringBuilder summary = new StringBuilder();
        countByEvent.forEach((event, count) -> summary.append(text("  %-28s %,10d%n", event, count)));
        if (count("jdk.CPULoad") > 0) {
            summary.append(text("  highest cpu load %.0f %%%n", peakMachineLoad * 100));
        }
        if (count("jdk.GarbageCollection") > 0) {
            summary.append(text("  longest collection pause %.1f ms%n", longestPauseNanos / 1e6));
        }
        return summary.toString();
    }

    private long count(String event) {
        return countByEvent.getOrDefault(event, 0L);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
