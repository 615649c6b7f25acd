package io.gortms;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM and the broker in it use. Immutable; Jackson writes it as a part of {@link StatisticsFrame}. Memory, threads and
 * garbage collection are those of the whole JVM, the application's included.
 *
 * @param timestamp when, in seconds since the epoch
 * @param memoryUsage heap in use, in bytes
 * @param threads live threads
 * @param gcCycles garbage collections since the JVM was started
 * @param gcPauseNs how long they took in all, in nanoseconds; concurrent ones count too
 * @param diskUsed what the messages of all queues take on the disk, in bytes; of queues that are not open, what they took when
 *     they were
 * @param diskFree what is left on the disk of the data directory, in bytes; 0 of a broker in memory
 * @param domainStats by the domain's name, sorted; empty in {@link Broker#resourceHistory(int)}
 */
@JsonPropertyOrder({
    "timestamp",
    "memoryUsage",
    "threads",
    "gcCycles",
    "gcPauseNs",
    "diskUsed",
    "diskFree",
    "domainStats"
})
public record Resources(
        long timestamp,
        long memoryUsage,
        int threads,
        long gcCycles,
        long gcPauseNs,
        long diskUsed,
        long diskFree,
        Map<String, DomainResources> domainStats) {

    /**
     * A domain's part.
     *
     * @param queueCount how many queues, dead-letter queues included
     * @param messageCount messages that wait, as {@link QueueStats#messages()} counts them
     * @param estimatedMemory about what its queues take on the heap, in bytes
     * @param queueStats by the queue's name, sorted
     */
    @JsonPropertyOrder({"queueCount", "messageCount", "estimatedMemory", "queueStats"})
    public record DomainResources(
            int queueCount, long messageCount, long estimatedMemory, Map<String, QueueResources> queueStats) {}

    /**
     * A queue's part.
     *
     * @param messageCount messages that wait, as {@link QueueStats#messages()} counts them
     * @param bufferSize messages on the heap for its groups: in flight, or read ahead
     * @param estimatedMemory about what it takes on the heap, in bytes
     * @param groups by the group's name, sorted
     * @param open whether it is open; if not, this is what was known when it was
     * @param asOf when this was so, in seconds since the epoch; null, and left out by Jackson, if nothing is known of a queue
     *     that is not open
     */
    @JsonPropertyOrder({"messageCount", "bufferSize", "estimatedMemory", "groups", "open", "asOf"})
    public record QueueResources(
            long messageCount,
            long bufferSize,
            long estimatedMemory,
            Map<String, GroupResources> groups,
            boolean open,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long asOf) {}

    /**
     * A group's part.
     *
     * @param position the next position not settled contiguously
     * @param lag messages still to settle
     * @param inFlight messages under a lease
     * @param consumers open subscriptions and stream subscribers
     */
    @JsonPropertyOrder({"position", "lag", "inFlight", "consumers"})
    public record GroupResources(long position, long lag, long inFlight, int consumers) {}
}
