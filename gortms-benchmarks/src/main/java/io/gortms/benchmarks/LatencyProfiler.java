package io.gortms.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Adds percentiles of {@link Latencies}, in microseconds, to what a benchmark that measures them has as its result. */
public final class LatencyProfiler implements InternalProfiler {

    private static final double NANOS_PER_MICRO = 1_000;

    @Override
    public String getDescription() {
        return "percentiles of the time from publish to the consumer";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        Latencies.reset();
    }

    @Override
    public Collection<? extends Result<ScalarResult>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        Histogram measured = Latencies.measured();
        List<ScalarResult> percentiles = new ArrayList<>();
        if (measured.getTotalCount() > 0) {
            for (int percentile : new int[] {50, 90, 99}) {
                double micros = measured.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
                percentiles.add(new ScalarResult("p" + percentile, micros, "us", AggregationPolicy.AVG));
            }
        }
        return percentiles;
    }
}
