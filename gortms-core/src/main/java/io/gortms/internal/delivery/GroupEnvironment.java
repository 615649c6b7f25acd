package io.gortms.internal.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.QueueSettings;
import io.gortms.internal.group.GroupMemory;
import io.gortms.internal.group.InHand;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.stats.LatencyWindow;
import io.gortms.internal.stats.NewEvent;
import io.gortms.internal.time.BrokerClock;
import io.gortms.internal.time.DueTimer;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a group's delivery works with.
 *
 * @param resource {@code domain.queue/group}, for logs and exceptions
 * @param groupName the group's own name
 * @param settings the queue's options in force
 * @param ledgerWritten told now and then, with no lock held, that settlements were written
 * @param queueMemory what is gone for all groups
 * @param onSettled told, with no lock held, that messages may have been settled: publishers may have room; cheap if none waits
 * @param latency where it is written down how long messages took; guarded by the group's lock
 * @param graveyard where dead letters go, or null if the queue holds dead letters itself
 */
public record GroupEnvironment(
        String resource,
        String groupName,
        Supplier<QueueSettings> settings,
        Journal journal,
        GroupMemory memory,
        InHand inHand,
        Supplier<ObjectMapper> mapper,
        BrokerClock clock,
        DueTimer timer,
        BrokerThreads threads,
        @Nullable Graveyard graveyard,
        Consumer<NewEvent> events,
        Duration shutdownTimeout,
        Runnable ledgerWritten,
        QueueMemory queueMemory,
        Runnable onSettled,
        LatencyWindow latency) {}
