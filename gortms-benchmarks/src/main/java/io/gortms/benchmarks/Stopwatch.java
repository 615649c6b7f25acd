package io.gortms.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Time and the whole process's processor time since it was made. */
final class Stopwatch {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final long startNanos = System.nanoTime();
    private final long startProcessorNanos = PROCESS.getProcessCpuTime();

    /** What each of so many things took. */
    Pairs.Cost cost(int count) {
        return new Pairs.Cost(
                (double) (System.nanoTime() - startNanos) / count,
                (double) (PROCESS.getProcessCpuTime() - startProcessorNanos) / count);
    }
}
