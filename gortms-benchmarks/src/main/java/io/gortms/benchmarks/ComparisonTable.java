package io.gortms.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Scores of several rounds, and each score's ratio to that of the benchmark named {@code raw} in the same class. */
final class ComparisonTable {

    private static final String BASELINE = "raw";

    /** What was measured: of a benchmark its own score, or another measure that goes along with it. */
    private record Row(String topic, String benchmark, String measure, String unit) {

        Row baseline() {
            return new Row(topic, BASELINE, measure, unit);
        }
    }

    private final Map<Row, List<Double>> scores = new LinkedHashMap<>();

    /**
     * Adds a score.
     *
     * @param topic the class of the benchmark
     * @param measure what goes along with the benchmark's own score; empty for that itself
     */
    void add(String topic, String benchmark, String measure, double score, String unit) {
        scores.computeIfAbsent(new Row(topic, benchmark, measure, unit), row -> new ArrayList<>())
                .add(score);
    }

    /** One line for each measure: the median of the rounds, the lowest and the highest, and the medians' ratio. */
    String toMarkdown() {
        StringBuilder table = new StringBuilder();
        table.append("| benchmark | median | lowest | highest | unit | to raw |\n");
        table.append("|---|---:|---:|---:|---|---:|\n");
        scores.forEach((row, values) -> {
            List<Double> sorted = values.stream().sorted().toList();
            table.append("| ").append(row.topic).append('.').append(row.benchmark);
            table.append(row.measure.isEmpty() ? "" : " " + row.measure);
            cell(table, number(median(values)));
            cell(table, number(sorted.get(0)));
            cell(table, number(sorted.get(sorted.size() - 1)));
            cell(table, row.unit);
            cell(table, ratio(row, values));
            table.append(" |\n");
        });
        return table.toString();
    }

    private static void cell(StringBuilder table, String text) {
        table.append(" | ").append(text);
    }

    private String ratio(Row row, List<Double> values) {
        List<Double> baseline = scores.get(row.baseline());
        return baseline == null ? "" : String.format(Locale.ROOT, "%.2f", median(values) / median(baseline));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
