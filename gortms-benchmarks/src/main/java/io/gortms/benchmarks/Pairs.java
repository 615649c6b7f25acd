package io.gortms.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The same work with something and without it, in pairs that follow each other at once, so that what slows the machine down
 * for a while slows both. A pair is a ratio; the median of all is what counts. On a machine that does other work too the ratio
 * of processor time says more than that of time.
 */
final class Pairs {

    private static final int WARM_UPS = 3;

    /** What one message took, in nanoseconds. */
    record Cost(double time, double processor) {}

    /** The work. */
    interface Work {
        Cost cost(boolean with) throws IOException;
    }

    private Pairs() {}

    /** Runs so many pairs and prints them, under the name of what one of each has. */
    static void run(String what, int pairs, Work work) throws IOException {
        for (int i = 0; i < WARM_UPS; i++) {
            work.cost(true);
            work.cost(false);
        }
        List<Double> times = new ArrayList<>();
        List<Double> processors = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            boolean withFirst = i % 2 == 0; // neither side is always the one that finds the caches warm
            Cost first = work.cost(withFirst);
            Cost second = work.cost(!withFirst);
            Cost with = withFirst ? first : second;
            Cost without = withFirst ? second : first;
            times.add(without.time / with.time);
            processors.add(without.processor / with.processor);
            print(
                    "pair %d: with %.0f ns (processor %.0f), without %.0f ns (%.0f)%n",
                    i + 1, with.time, with.processor, without.time, without.processor);
        }
        print("without %s / with: %n", what);
        print("  time       median %s%n", spread(times));
        print("  processor  median %s%n", spread(processors));
    }

    private static String spread(List<Double> ratios) {
        Collections.sort(ratios);
        return String.format(
                Locale.ROOT,
                "%.3f, from %.3f to %.3f",
                ratios.get(ratios.size() / 2),
                ratios.get(0),
                ratios.get(ratios.size() - 1));
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
