package io.gortms.proof.damage;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.BrokerEvent;
import io.gortms.BrokerException;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.DomainNotFoundException;
import io.gortms.GroupNotFoundException;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.QueueNotFoundException;
import io.gortms.RecoveryReport;
import io.gortms.StorageException;
import io.gortms.StoredMessage;
import io.gortms.proof.harness.Payload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Opens a damaged copy of the fixture, twice, and checks that nothing is wrong, and nothing gone but what was damaged. */
final class DamageTrial {

    private static final int BATCH = 200;
    private static final int PUBLISHED = 3;

    private final Fixture fixture;
    private final Path data;
    private final List<Change> changes;
    private final Map<String, Set<Long>> untouched = new TreeMap<>();
    private final Map<String, Set<Long>> readable = new TreeMap<>();

    /** What could be lost and was. */
    private int lost;

    DamageTrial(Fixture fixture, Path data, List<Change> changes, Map<String, Places> places) {
        this.fixture = fixture;
        this.data = data;
        this.changes = changes;
        places.forEach((queue, found) -> untouched.put(queue, found.untouched(changes)));
    }

    int lost() {
        return lost;
    }

    void run() {
        try (Broker broker = open()) {
            for (String queue : Fixture.QUEUES) {
                check(broker, queue);
            }
        }
        try (Broker broker = open()) {
            for (String queue : readable.keySet()) {
                checkAgain(broker, queue);
            }
        }
    }

    private Broker open() {
        return Broker.builder().dataDirectory(data).clock(Fixture.later()).build();
    }

    private void check(Broker broker, String name) {
        MessageQueue queue;
        try {
            queue = broker.domain(Fixture.DOMAIN).queue(name);
        } catch (DomainNotFoundException | QueueNotFoundException | StorageException e) {
            assertThat(changes)
                    .as("what is missing was damaged: " + e)
                    .anyMatch(change -> change.isOfDomain("domain.json")
                            || change.isOf(name, "json")
                            || change.isOf(name, "json.old"));
            assertReported(broker, name, e.toString());
            return;
        }
        Set<Long> read = readAll(queue, name);
        readable.put(name, read);
        checkGroup(broker, queue, name, Fixture.NONE, read, Set.of());
        checkGroup(broker, queue, name, Fixture.SOME, read, fixture.settled(name));
        checkLetters(broker, name);
        long end = queue.stats().endPosition();
        checkLost(broker, name, read, end);
        for (int i = 0; i < PUBLISHED; i++) {
            long position = queue.publish(message(name, end + i)).position();
            assertThat(position).isEqualTo(end + i);
            read.add(position);
        }
        assertThat(readAll(queue, name)).isEqualTo(read);
    }

    private static Message message(String queue, long position) {
        return Message.bytes(Payload.of(Fixture.key(queue, position), 100)).header("position", Long.toString(position));
    }

    private static Set<Long> readAll(MessageQueue queue, String name) {
        Set<Long> positions = new TreeSet<>();
        long next = 0;
        for (List<StoredMessage> read = queue.read(0, BATCH); !read.isEmpty(); read = queue.read(next, BATCH)) {
            for (StoredMessage message : read) {
                assertThat(message.position()).isGreaterThanOrEqualTo(next);
                checkContent(name, message);
                positions.add(message.position());
                next = message.position() + 1;
            }
        }
        return positions;
    }

    private static void checkContent(String queue, StoredMessage message) {
        assertThat(Payload.key(message.payload())).isEqualTo(Fixture.key(queue, message.position()));
        assertThat(message.headers()).containsEntry("position", Long.toString(message.position()));
    }

    /** Of an unclean stop the end is known only up to the last record that is whole. */
    private void checkLost(Broker broker, String name, Set<Long> read, long end) {
        Set<Long> missing = new TreeSet<>(untouched.get(name));
        missing.removeAll(read);
        assertThat(missing)
                .as("what was not damaged in " + name + " and cannot be read")
                .isEmpty();
        long gone = (fixture.isClosed() ? fixture.messages() : end) - read.size();
        lost += fixture.messages() - read.size();
        if (gone > 0) {
            assertReported(broker, name, gone + " messages are gone");
        }
        assertThat(broker.recoveryReport().damages().stream()
                        .filter(damage -> resource(name).equals(damage.resource()))
                        .mapToLong(RecoveryReport.Damage::lostMessages)
                        .sum())
                .as("messages of " + name + " that are said to be lost")
                .isEqualTo(end - read.size());
    }

    private void checkGroup(
            Broker broker, MessageQueue queue, String name, String groupName, Set<Long> read, Set<Long> settled) {
        ConsumerGroup group;
        try {
            group = queue.group(groupName);
        } catch (GroupNotFoundException e) {
            assertThat(changes).anyMatch(change -> change.isOf(name, "json") || change.isOf(name, "json.old"));
            assertReported(broker, name, e.toString());
            return;
        }
        Set<Long> came = new TreeSet<>();
        for (List<Delivery> polled = group.poll(BATCH, Duration.ZERO);
                !polled.isEmpty();
                polled = group.poll(BATCH, Duration.ZERO)) {
            for (Delivery delivery : polled) {
                checkContent(name, delivery);
                assertThat(came.add(delivery.position())).isTrue();
            }
        }
        Set<Long> owed = new TreeSet<>(read);
        owed.removeAll(settled);
        owed.removeAll(came);
        assertThat(owed)
                .as("what " + groupName + " of " + name + " has not settled and does not get")
                .isEmpty();
        came.retainAll(settled);
        if (!came.isEmpty()) {
            checkRepeats(broker, name, came);
        }
    }

    /** A ledger without its end, of a process that died, and one that is gone are as if less had been settled. */
    private void checkRepeats(Broker broker, String name, Set<Long> repeated) {
        List<Change> causes = changes.stream()
                .filter(change -> change.isOf(name, "ledger") || change.isOf(name, "json"))
                .toList();
        assertThat(causes).as(repeated + " come again").isNotEmpty();
        if (fixture.isClosed() && causes.stream().noneMatch(Change::isDeletion)) {
            assertReported(broker, name, repeated.size() + " settled messages come again");
        }
    }

    private void checkLetters(Broker broker, String name) {
        List<StoredMessage> letters;
        try {
            letters = broker.domain(Fixture.DOMAIN).queue(name + ".dlq").read(0, Integer.MAX_VALUE);
        } catch (QueueNotFoundException e) {
            letters = List.of();
        } catch (StorageException e) {
            assertThat(changes).anyMatch(change -> change.isOf(name + ".dlq", ""));
            return;
        }
        Set<Long> found = new HashSet<>();
        for (StoredMessage letter : letters) {
            long position = Long.parseLong(letter.headers().getOrDefault("gortms-dead-position", "-1"));
            assertThat(Payload.key(letter.payload())).isEqualTo(Fixture.key(name, position));
            found.add(position);
        }
        if (changes.stream().noneMatch(change -> change.isOf(name + ".dlq", "") || change.isOfDomain("domain.json"))) {
            assertThat(found).isEqualTo(fixture.buried(name));
        }
    }

    /** The second opening finds what the first one did, and what was published then. */
    private void checkAgain(Broker broker, String name) {
        MessageQueue queue;
        try {
            queue = broker.domain(Fixture.DOMAIN).queue(name);
        } catch (BrokerException e) {
            throw new AssertionError("'" + name + "' was there before", e);
        }
        assertThat(readAll(queue, name)).isEqualTo(readable.get(name));
    }

    private static void assertReported(Broker broker, String queue, String what) {
        assertThat(broker.recoveryReport().damages())
                .as(what + " and is reported")
                .anyMatch(damage ->
                        resource(queue).equals(damage.resource()) || Fixture.DOMAIN.equals(damage.resource()));
        assertThat(broker.events()).as(what + " and is an event").anyMatch(BrokerEvent.DataDamaged.class::isInstance);
    }

    private static String resource(String queue) {
        return Fixture.DOMAIN + "." + queue;
    }
}
