package io.gortms.benchmarks;

import java.util.List;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs benchmarks in rounds, each of them once in a round in a JVM of its own, so that what slows the machine down for a
 * while slows all of them; then prints each beside the raw one of its class.
 */
public final class Comparison {

    private Comparison() {}

    /** Arguments: how many rounds, which benchmarks (a regular expression), and any of JMH's own. */
    public static void main(String[] args) throws CommandLineOptionException, RunnerException {
        if (args.length < 2) {
            throw new IllegalArgumentException(
                    "give the number of rounds and a regular expression, then JMH's options");
        }
        int rounds = Integer.parseInt(args[0]);
        Options options = new OptionsBuilder()
                .parent(new CommandLineOptions(
                        List.of(args).subList(2, args.length).toArray(String[]::new)))
                .include(args[1])
                .addProfiler(LatencyProfiler.class)
                .forks(1)
                .shouldFailOnError(true)
                .build();
        ComparisonTable table = new ComparisonTable();
        for (int round = 0; round < rounds; round++) {
            for (RunResult result : new Runner(options).run()) {
                String benchmark = result.getParams().getBenchmark();
                add(table, benchmark, "", result.getPrimaryResult());
                result.getSecondaryResults().forEach((label, secondary) -> add(table, benchmark, label, secondary));
            }
        }
        System.out.println();
        System.out.print(table.toMarkdown());
    }

    private static void add(ComparisonTable table, String benchmark, String measure, Result<?> result) {
        int methodAt = benchmark.lastIndexOf('.') + 1;
        int classAt = benchmark.lastIndexOf('.', methodAt - 2) + 1;
        table.add(
                benchmark.substring(classAt, methodAt - 1),
                benchmark.substring(methodAt),
                measure,
                result.getStatistics().getPercentile(50),
                result.getScoreUnit());
    }
}
