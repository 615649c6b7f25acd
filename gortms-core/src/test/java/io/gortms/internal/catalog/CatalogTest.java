package io.gortms.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gortms.DomainNotFoundException;
import io.gortms.DomainSettings;
import io.gortms.Durability;
import io.gortms.GroupSettings;
import io.gortms.QueueNotFoundException;
import io.gortms.QueueSettings;
import io.gortms.StartPosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {

    private static final QueueSettings EVERYTHING_SET =
            QueueSettings.of(queue -> queue.durability(Durability.POWER_LOSS)
                    .workerCount(7)
                    .maxInFlight(77)
                    .ackTimeout(Duration.ofMillis(1234))
                    .maxMessageBytes(4321)
                    .deliveryLimit(0));

    @TempDir
    Path data;

    private final List<String> damages = new ArrayList<>();

    @Test
    void givesBackWhatWasDeclaredAfterARestart() {
        QueueEntry orders = QueueEntry.create("shop", "orders", EVERYTHING_SET)
                .withNewGroup("a", GroupSettings.defaults(), 0)
                .withNewGroup("b", startingFrom(StartPosition.latest()), 12)
                .withNewGroup("c", startingFrom(StartPosition.at(5)), 5)
                .withNewGroup("d", startingFrom(StartPosition.since(Instant.parse("2026-01-02T03:04:05.678901Z"))), 9);
        QueueEntry invoices = QueueEntry.create("shop", "invoices", QueueSettings.defaults());
        Catalog before = load();
        before.putDomain(domain("shop"));
        before.putDomain(domain("_webhooks"));
        before.putQueue(orders);
        before.putQueue(invoices);

        Catalog after = load();

        assertThat(after.domainNames()).containsExactly("_webhooks", "shop");
        assertThat(after.domain("shop")).isEqualTo(domain("shop"));
        assertThat(after.queueNames("shop")).containsExactly("invoices", "orders");
        assertThat(after.queueNames("_webhooks")).isEmpty();
        assertThat(after.queue("shop", "orders")).isEqualTo(orders);
        assertThat(after.queue("shop", "invoices")).isEqualTo(invoices);
        assertThat(after.leftovers().directories()).isEmpty();
        assertThat(damages).isEmpty();
    }

    @Test
    void givesBackTheNewestOfManyChanges() {
        Catalog before = load();
        before.putDomain(domain("shop"));
        QueueEntry queue = QueueEntry.create("shop", "orders", QueueSettings.defaults());
        for (int i = 0; i < 20; i++) {
            queue = queue.withNewGroup("group" + i, GroupSettings.defaults(), i);
            before.putQueue(queue);
            assertThat(load().queue("shop", "orders")).isEqualTo(queue);
        }
    }

    @Test
    void takesChangesFromManyThreads() throws Exception {
        Catalog before = load();
        before.putDomain(domain("shop"));
        List<Thread> threads = new ArrayList<>();
        List<QueueEntry> declared = Collections.synchronizedList(new ArrayList<>());
        List<String> refused = Collections.synchronizedList(new ArrayList<>());
        for (String name : List.of("orders", "ORDERS", "invoices", "payments")) {
            threads.add(new Thread(() -> {
                try {
                    QueueEntry queue = QueueEntry.create("shop", name, QueueSettings.defaults());
                    for (int i = 0; i < 10; i++) {
                        queue = queue.withNewGroup("group" + i, GroupSettings.defaults(), i);
                        before.putQueue(queue);
                    }
                    declared.add(queue);
                } catch (IllegalArgumentException e) {
                    refused.add(name);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(refused).singleElement().asString().isEqualToIgnoringCase("orders");
        assertThat(declared).hasSize(3);
        assertThat(load().queueNames("shop")).hasSize(3);
        for (QueueEntry queue : declared) {
            assertThat(loadedQueue("shop", queue.name())).isEqualTo(queue);
        }
    }

    @Test
    void neverUsesTheIdOfAGroupAgain() {
        QueueEntry queue = QueueEntry.create("shop", "orders", QueueSettings.defaults())
                .withNewGroup("a", GroupSettings.defaults(), 0)
                .withNewGroup("b", GroupSettings.defaults(), 0)
                .withoutGroup("b");
        Catalog before = load();
        before.putDomain(domain("shop"));
        before.putQueue(queue);

        QueueEntry again = loadedQueue("shop", "orders").withNewGroup("b", GroupSettings.defaults(), 0);

        assertThat(again.groups().values()).extracting(GroupEntry::id).containsExactly(1, 3);
    }

    @Test
    void letsTheGroupsOfAQueueInMemoryBeginAnew() {
        QueueEntry queue = QueueEntry.create("shop", "orders", QueueSettings.of(options -> options.persistent(false)))
                .withNewGroup("a", startingFrom(StartPosition.latest()), 500);
        Catalog before = load();
        before.putDomain(domain("shop"));
        before.putQueue(queue);

        assertThat(before.queue("shop", "orders")).isEqualTo(queue);
        assertThat(loadedQueue("shop", "orders").group("a").startPosition()).isZero();
        assertThat(loadedQueue("shop", "orders").settings().persistent()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void removesAQueueWithWhatBelongsToIt(boolean inMemory) {
        Catalog catalog = inMemory ? Catalog.load(null, this::onDamage) : load();
        catalog.putDomain(domain("shop"));
        for (String name : List.of("orders", "orders.dlq", "orders2", "orders2.dlq")) {
            catalog.putQueue(QueueEntry.create("shop", name, QueueSettings.defaults()));
        }

        Removal removal = catalog.removeQueue("shop", "orders");

        assertThat(catalog.queueNames("shop")).containsExactly("orders2", "orders2.dlq");
        assertThat(catalog.queue("shop", "orders")).isNull();
        assertThat(removal.directories()).hasSize(inMemory ? 0 : 2);
        removal.deleteFiles();
        removal.deleteFiles();
        assertThat(removal.directories()).noneMatch(Files::exists);
    }

    @Test
    void declaresAnEmptyQueueUnderARemovedName() throws Exception {
        Catalog catalog = load();
        catalog.putDomain(domain("shop"));
        QueueEntry first = QueueEntry.create("shop", "orders", QueueSettings.defaults());
        catalog.putQueue(first);
        Path directory = catalog.queueDirectory("shop", "orders");
        Files.createDirectories(directory.resolve("journal"));
        Files.writeString(directory.resolve("journal/1.cq4"), "messages");

        Removal removal = catalog.removeQueue("shop", "orders");
        QueueEntry second = QueueEntry.create("shop", "orders", QueueSettings.defaults());
        catalog.putQueue(second);
        removal.deleteFiles();

        assertThat(directory.resolve("journal")).doesNotExist();
        assertThat(loadedQueue("shop", "orders")).isEqualTo(second);
        assertThat(second.uid()).isNotEqualTo(first.uid());
    }

    @Test
    void removesADomainWithItsQueues() {
        Catalog catalog = load();
        catalog.putDomain(domain("shop"));
        catalog.putQueue(QueueEntry.create("shop", "orders", QueueSettings.defaults()));

        Removal removal = catalog.removeDomain("shop");

        assertThat(catalog.domainNames()).isEmpty();
        assertThat(load().domainNames()).isEmpty();
        catalog.putDomain(domain("shop"));
        assertThat(load().queueNames("shop")).isEmpty();
        assertThat(load().leftovers()).isEqualTo(removal);
        removal.deleteFiles();
        assertThat(load().leftovers().directories()).isEmpty();
        assertThat(load().domainNames()).containsExactly("shop");
    }

    @Test
    void saysWhichNamesThereAreWhenOneIsNotThere() {
        Catalog catalog = load();
        catalog.putDomain(domain("shop"));
        catalog.putQueue(QueueEntry.create("shop", "orders", QueueSettings.defaults()));

        assertThat(catalog.domain("shops")).isNull();
        assertThat(catalog.queue("shop", "order")).isNull();
        assertThat(catalog.queue("shops", "orders")).isNull();
        assertThatExceptionOfType(QueueNotFoundException.class)
                .isThrownBy(() -> catalog.removeQueue("shop", "order"))
                .withMessageContaining("orders");
        assertThatExceptionOfType(DomainNotFoundException.class)
                .isThrownBy(() -> catalog.removeQueue("shops", "orders"))
                .withMessageContaining("are shop;");
        assertThatExceptionOfType(DomainNotFoundException.class).isThrownBy(() -> catalog.removeDomain("shops"));
        assertThatExceptionOfType(DomainNotFoundException.class)
                .isThrownBy(() -> catalog.putQueue(QueueEntry.create("shops", "orders", QueueSettings.defaults())));
    }

    @Test
    void refusesNamesThatDifferOnlyByCase() {
        Catalog catalog = load();
        catalog.putDomain(domain("shop"));
        catalog.putQueue(QueueEntry.create("shop", "orders", QueueSettings.defaults()));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> catalog.putDomain(domain("Shop")))
                .withMessageContaining("'shop'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> catalog.putQueue(QueueEntry.create("shop", "ORDERS", QueueSettings.defaults())))
                .withMessageContaining("'orders'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> catalog.queue("shop", "orders")
                        .withNewGroup("a", GroupSettings.defaults(), 0)
                        .withNewGroup("A", GroupSettings.defaults(), 0))
                .withMessageContaining("'a'");
    }

    @Test
    void passesOverWhatIsNotOurs() throws Exception {
        Catalog catalog = load();
        catalog.putDomain(domain("shop"));
        Files.createDirectories(data.resolve("lost+found"));
        Files.createDirectories(data.resolve("logs/today"));
        Files.writeString(data.resolve("README"), "hello");
        Files.writeString(data.resolve("shop/README"), "hello");
        Files.createDirectories(data.resolve("shop/empty"));

        assertThat(load().domainNames()).containsExactly("shop");
        assertThat(load().queueNames("shop")).isEmpty();
        assertThat(damages).isEmpty();
    }

    private Catalog load() {
        return Catalog.load(data, this::onDamage);
    }

    private QueueEntry loadedQueue(String domain, String queue) {
        return load().queue(domain, queue);
    }

    private void onDamage(Path file, String description, long lostMessages) {
        damages.add(file + ": " + description);
    }

    private static DomainEntry domain(String name) {
        return new DomainEntry(name, DomainSettings.defaults());
    }

    private static GroupSettings startingFrom(StartPosition position) {
        return GroupSettings.of(group -> group.startFrom(position));
    }
}
