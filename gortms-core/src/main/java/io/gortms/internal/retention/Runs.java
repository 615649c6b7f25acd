package io.gortms.internal.retention;

import io.gortms.internal.group.RangeConsumer;
import java.util.ArrayList;
import java.util.List;

/** Ranges of positions that come in order: neighbours become one. */
final class Runs {

    private record Run(long from, long to, long sizeBytes) {}

    private final List<Run> runs = new ArrayList<>();

    /** Adds what begins at or behind the end of the one before. */
    void add(long from, long to, long sizeBytes) {
        int last = runs.size() - 1;
        if (last >= 0 && runs.get(last).to == from) {
            Run before = runs.get(last);
            runs.set(last, new Run(before.from, to, before.sizeBytes + sizeBytes));
        } else {
            runs.add(new Run(from, to, sizeBytes));
        }
    }

    /** Visits those that have something in them. */
    void forEach(RangeConsumer consumer) {
        for (Run run : runs) {
            if (run.sizeBytes > 0) {
                consumer.range(run.from, run.to);
            }
        }
    }
}
