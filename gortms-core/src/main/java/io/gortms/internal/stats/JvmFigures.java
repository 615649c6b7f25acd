package io.gortms.internal.stats;

import io.gortms.Resources;
import io.gortms.Resources.DomainResources;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the JVM says of itself. */
public final class JvmFigures {

    private JvmFigures() {}

    /** What is used now. */
    public static Resources now(long second, long diskUsed, long diskFree, Map<String, DomainResources> domains) {
        long cycles = 0;
        long millis = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            cycles += Math.max(0, collector.getCollectionCount()); // -1 where it is not known
            millis += Math.max(0, collector.getCollectionTime());
        }
        Runtime runtime = Runtime.getRuntime();
        return new Resources(
                second,
                runtime.totalMemory() - runtime.freeMemory(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                cycles,
                TimeUnit.MILLISECONDS.toNanos(millis),
                diskUsed,
                diskFree,
                domains);
    }
}
