package io.gortms.websocket.internal.control;

import io.gortms.Broker;
import io.gortms.BrokerException;
import io.gortms.Domain;
import io.gortms.MessageQueue;
import io.gortms.Resources.DomainResources;
import io.gortms.Resources.GroupResources;
import io.gortms.Resources.QueueResources;
import io.gortms.SeriesPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** {@code overview}: all domains that the client may see, with their queues and groups. Opens no queue. */
final class OverviewCommands {

    private static final Duration LATELY = Duration.ofSeconds(10);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Broker broker;

    OverviewCommands(Broker broker) {
        this.broker = broker;
    }

    /**
     * The answer.
     *
     * @param domains sorted by name
     */
    record Overview(List<DomainLine> domains) {}

    /**
     * A domain.
     *
     * @param name its name
     * @param messages messages that wait in it
     * @param mayPublish whether the client may publish to it
     * @param mayManage whether the client may change its groups and dead letters
     * @param queues sorted by name
     */
    record DomainLine(String name, long messages, boolean mayPublish, boolean mayManage, List<QueueLine> queues) {}

    /**
     * A queue.
     *
     * @param name its name
     * @param messages messages that wait
     * @param maxSize how many may; 0 if there is no bound
     * @param publishedPerSecond on the average of the last ten seconds
     * @param consumedPerSecond the same of acknowledgements
     * @param open whether it is open; if not, its figures are what was known when it was
     * @param groups sorted by name
     */
    record QueueLine(
            String name,
            long messages,
            long maxSize,
            double publishedPerSecond,
            double consumedPerSecond,
            boolean open,
            List<GroupLine> groups) {}

    /**
     * A group.
     *
     * @param paused whether it is known to be; of a queue that is not open nobody knows
     */
    record GroupLine(String name, long position, long lag, long inFlight, int consumers, boolean paused) {}

    Map<String, Command> commands() {
        return Map.of("overview", this::overview);
    }

    private Object overview(Ask ask) {
        List<DomainLine> domains = new ArrayList<>();
        broker.resources().domainStats().forEach((name, figures) -> {
            if (ask.access().maySee(name)) {
                domains.add(domain(name, figures, ask.access()));
            }
        });
        return new Overview(domains);
    }

    private DomainLine domain(String name, DomainResources figures, Access access) {
        List<QueueLine> queues = new ArrayList<>();
        figures.queueStats().forEach((queue, of) -> {
            QueueLine line = queue(name, queue, of);
            if (line != null) {
                queues.add(line);
            }
        });
        return new DomainLine(name, figures.messageCount(), access.mayPublish(name), access.mayManage(name), queues);
    }

    /** Null of a queue that was deleted meanwhile, or of which a group was: the next overview has it. */
    private @Nullable QueueLine queue(String domainName, String name, QueueResources figures) {
        try {
            Domain domain = broker.domain(domainName);
            MessageQueue queue = domain.queue(name);
            List<SeriesPoint> lately = queue.series(LATELY, SECOND);
            List<GroupLine> groups = new ArrayList<>();
            figures.groups()
                    .forEach((group, of) -> groups.add(group(
                            group, of, figures.open() && queue.group(group).isPaused())));
            return new QueueLine(
                    name,
                    figures.messageCount(),
                    queue.options().maxSize(),
                    perSecond(lately, SeriesPoint::published),
                    perSecond(lately, SeriesPoint::consumed),
                    figures.open(),
                    groups);
        } catch (BrokerException e) {
            return null;
        }
    }

    private static GroupLine group(String name, GroupResources figures, boolean paused) {
        return new GroupLine(name, figures.position(), figures.lag(), figures.inFlight(), figures.consumers(), paused);
    }

    private static double perSecond(List<SeriesPoint> points, ToLongFunction<SeriesPoint> figure) {
        return (double) points.stream().mapToLong(figure).sum() / LATELY.toSeconds();
    }
}
