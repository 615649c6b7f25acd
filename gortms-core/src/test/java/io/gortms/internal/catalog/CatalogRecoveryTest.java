package io.gortms.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gortms.DomainSettings;
import io.gortms.Durability;
import io.gortms.GroupSettings;
import io.gortms.QueueSettings;
import io.gortms.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start finds after a crash, and in damaged files. */
class CatalogRecoveryTest {

    private static final QueueEntry ORDERS = QueueEntry.create(
                    "shop", "orders", QueueSettings.of(queue -> queue.workerCount(3)))
            .withNewGroup("a", GroupSettings.defaults(), 0);
    private static final QueueEntry ORDERS_NOW = ORDERS.withNewGroup("b", GroupSettings.defaults(), 7);
    private static final QueueEntry DEAD_LETTERS = QueueEntry.create("shop", "orders.dlq", QueueSettings.defaults());

    @TempDir
    Path data;

    private final List<String> damages = new ArrayList<>();
    private Path shop;
    private Path queueFile;

    @BeforeEach
    void declare() {
        Catalog catalog = load();
        catalog.putDomain(new DomainEntry("shop", DomainSettings.defaults()));
        catalog.putQueue(ORDERS);
        catalog.putQueue(ORDERS_NOW);
        catalog.putQueue(DEAD_LETTERS);
        shop = data.resolve("shop");
        queueFile = shop.resolve("orders/queue.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"directory made", "declaration begun", "declaration written"})
    void finishesOrForgetsACreation(String step) throws Exception {
        Path unfinished = Files.createDirectory(shop.resolve(".new-0123456789abcdef"));
        if (step.equals("declaration begun")) {
            Files.writeString(unfinished.resolve("queue.json.old"), "{ \"crc");
        } else if (step.equals("declaration written")) {
            Files.copy(queueFile, unfinished.resolve("queue.json"));
            Files.copy(queueFile, unfinished.resolve("queue.json.old"));
        }

        Catalog after = load();

        assertThat(after.queueNames("shop")).containsExactly("orders", "orders.dlq");
        assertThat(after.leftovers().directories()).containsExactly(unfinished);
        after.leftovers().deleteFiles();
        assertThat(unfinished).doesNotExist();
        assertThat(damages).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"renamed", "half deleted", "deleted"})
    void finishesTheRemovalOfADomain(String step) throws Exception {
        Path grave = data.resolve(".deleted-0123456789abcdef-shop");
        Files.move(shop, grave);
        if (step.equals("half deleted")) {
            Files.delete(grave.resolve("domain.json"));
            Disk.deleteTree(grave.resolve("orders"));
        } else if (step.equals("deleted")) {
            Disk.deleteTree(grave);
        }

        Catalog after = load();

        assertThat(after.domainNames()).isEmpty();
        after.leftovers().deleteFiles();
        assertThat(grave).doesNotExist();
        assertThat(load().leftovers()).isEqualTo(Removal.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue renamed", "both renamed", "half deleted"})
    void finishesTheRemovalOfAQueueWithWhatBelongsToIt(String step) throws Exception {
        Path grave = shop.resolve(".deleted-0123456789abcdef-orders");
        Files.move(shop.resolve("orders"), grave);
        if (!step.equals("queue renamed")) {
            Files.move(shop.resolve("orders.dlq"), shop.resolve(".deleted-fedcba9876543210-orders.dlq"));
        }
        if (step.equals("half deleted")) {
            Files.delete(grave.resolve("queue.json"));
        }

        Catalog after = load();

        assertThat(after.queueNames("shop")).isEmpty();
        assertThat(after.leftovers().directories()).hasSize(2);
        after.leftovers().deleteFiles();
        assertThat(shop.toFile().list()).containsExactlyInAnyOrder("domain.json", "domain.json.old");
        assertThat(damages).isEmpty();
    }

    @Test
    void aDeadLetterQueueWhoseDeclarationIsLostIsOneStill() throws Exception {
        QueueSettings settings = QueueSettings.of(queue ->
                queue.durability(Durability.POWER_LOSS).maxMessageBytes(5_000).workerCount(3));
        load().putQueue(ORDERS_NOW.withSettings(settings));
        loseDeclaration("orders.dlq");

        QueueEntry found = load().queue("shop", "orders.dlq");

        assertThat(found.settings())
                .isEqualTo(QueueSettings.of(queue -> queue.durability(Durability.POWER_LOSS)
                        .maxMessageBytes(5_000)
                        .ttl(Duration.ZERO)
                        .deliveryLimit(0)));
        assertThat(damages).hasSize(1);
    }

    @Test
    void aDeadLetterQueueWhoseDeclarationAndOwnerAreLostHasNoDeliveryLimit() throws Exception {
        loseDeclaration("orders.dlq");
        Disk.deleteTree(shop.resolve("orders"));

        assertThat(load().queue("shop", "orders.dlq").settings().deliveryLimit())
                .isZero();
    }

    private void loseDeclaration(String queue) throws IOException {
        Files.writeString(shop.resolve(queue).resolve("queue.json"), "lost");
        Files.deleteIfExists(shop.resolve(queue).resolve("queue.json.old"));
    }

    @Test
    void leavesAloneWhatBelongsToAQueueThatWasDeclaredAgain() throws Exception {
        Files.createDirectory(shop.resolve(".deleted-0123456789abcdef-orders"));

        assertThat(load().queueNames("shop")).containsExactly("orders", "orders.dlq");
    }

    @Test
    void keepsADeadLetterQueueWhoseOwnerVanishedByOtherHands() throws Exception {
        Disk.deleteTree(shop.resolve("orders"));

        assertThat(load().queueNames("shop")).containsExactly("orders.dlq");
        assertThat(load().queue("shop", "orders.dlq")).isEqualTo(DEAD_LETTERS);
    }

    @Test
    void deletesNothingBehindALink() throws Exception {
        Path outside = Files.createDirectory(data.resolve("outside.d"));
        Files.writeString(outside.resolve("precious"), "");
        Files.createSymbolicLink(shop.resolve("orders/journal"), outside);

        load().removeQueue("shop", "orders").deleteFiles();

        assertThat(outside.resolve("precious")).exists();
        assertThat(shop.toFile().list()).containsExactlyInAnyOrder("domain.json", "domain.json.old");
    }

    /** Damage in each byte of the newest declaration is found, and never gives settings that nobody declared. */
    @Test
    void usesThePreviousDeclarationWhateverByteIsDamaged() throws Exception {
        byte[] newest = Files.readAllBytes(queueFile);
        byte[] before = Files.readAllBytes(queueFile.resolveSibling("queue.json.old"));
        for (int bit = 0; bit < newest.length * 8; bit += 7) {
            Files.write(queueFile, DamagedFiles.withFlippedBit(newest, bit));
            Files.write(queueFile.resolveSibling("queue.json.old"), before);
            damages.clear();

            QueueEntry entry = load().queue("shop", "orders");

            assertThat(entry).as("bit %d", bit).isEqualTo(ORDERS.withNextGroupId(entry.nextGroupId()));
            assertThat(damages)
                    .singleElement()
                    .asString()
                    .startsWith(queueFile + ": ")
                    .contains("previous version is used");
        }
    }

    @Test
    void givesBackADeclarationThatWasNeverChangedAlthoughItIsDamaged() throws Exception {
        DamagedFiles.damage(shop.resolve("orders.dlq/queue.json"));

        QueueEntry entry = load().queue("shop", "orders.dlq");

        assertThat(entry).isEqualTo(DEAD_LETTERS.withNextGroupId(entry.nextGroupId()));
        assertThat(damages).hasSize(1);
    }

    @Test
    void doesNotMindDamageOfTheDeclarationBeforeTheNewest() throws Exception {
        DamagedFiles.damage(queueFile.resolveSibling("queue.json.old"));

        assertThat(load().queue("shop", "orders")).isEqualTo(ORDERS_NOW);
        assertThat(damages).isEmpty();
    }

    @Test
    void reportsDamageOnceAndAtTheFirstUse() throws Exception {
        DamagedFiles.damage(queueFile);
        Catalog first = load();
        assertThat(first.queueNames("shop")).contains("orders");
        assertThat(damages).isEmpty();

        QueueEntry entry = first.queue("shop", "orders");
        assertThat(first.queue("shop", "orders")).isSameAs(entry);
        assertThat(load().queue("shop", "orders")).isEqualTo(entry);

        assertThat(damages).hasSize(1);
    }

    /** The newest declaration may have had a group more: its id is in the ledger. */
    @Test
    void usesNoIdAgainThatTheLostDeclarationMayHaveGiven() throws Exception {
        DamagedFiles.damage(queueFile);

        QueueEntry entry = load().queue("shop", "orders").withNewGroup("c", GroupSettings.defaults(), 0);

        assertThat(entry.group("c").id()).isGreaterThan(ORDERS_NOW.nextGroupId() + 100_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsTheDataOfAQueueWhoseDeclarationIsLost(boolean missing) throws Exception {
        Files.createDirectory(shop.resolve("orders/journal"));
        for (String version : List.of("queue.json", "queue.json.old")) {
            if (missing) {
                Files.delete(shop.resolve("orders").resolve(version));
            } else {
                DamagedFiles.damage(shop.resolve("orders").resolve(version));
            }
        }

        Catalog catalog = load();
        assertThat(catalog.queueNames("shop")).containsExactly("orders", "orders.dlq");
        QueueEntry entry = catalog.queue("shop", "orders");

        assertThat(entry.settings())
                .as("nobody knows how long its messages were to live")
                .isEqualTo(QueueSettings.of(options -> options.ttl(Duration.ZERO)));
        assertThat(entry.groups()).isEmpty();
        assertThat(entry.nextGroupId()).isGreaterThan(1_000_000);
        assertThat(shop.resolve("orders/journal")).exists();
        assertThat(damages)
                .singleElement()
                .asString()
                .startsWith(queueFile + ": ")
                .contains(
                        "default settings, no ttl and no groups until they are declared again, and its messages are kept");
        assertThat(load().queue("shop", "orders")).isEqualTo(entry);
        assertThat(damages).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsTheQueuesOfADomainWhoseDeclarationIsLost(boolean missing) throws Exception {
        Path domainFile = shop.resolve("domain.json");
        for (Path version : List.of(domainFile, shop.resolve("domain.json.old"))) {
            if (missing) {
                Files.delete(version);
            } else {
                DamagedFiles.damage(version);
            }
        }

        Catalog catalog = load();

        assertThat(catalog.domainNames()).containsExactly("shop");
        assertThat(catalog.domain("shop")).isEqualTo(new DomainEntry("shop", DomainSettings.defaults()));
        assertThat(catalog.queue("shop", "orders")).isEqualTo(ORDERS_NOW);
        assertThat(load().domain("shop")).isEqualTo(catalog.domain("shop"));
        assertThat(damages)
                .singleElement()
                .asString()
                .startsWith(domainFile + ": ")
                .contains("default settings");
    }

    @Test
    void refusesOnlyTheQueueThatALaterVersionWrote() throws Exception {
        DamagedFiles.writeSealed(queueFile, "  \"format\": 2\n}\n");
        Catalog catalog = load();

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> catalog.queue("shop", "orders"))
                    .withMessageContaining("format version 2");
        }
        assertThat(catalog.queue("shop", "orders.dlq")).isEqualTo(DEAD_LETTERS);
        assertThat(damages).isEmpty();
    }

    @Test
    void saysWhatIsMissingInAFileThatSomebodyWroteByHand() throws Exception {
        DamagedFiles.writeSealed(queueFile, "  \"format\": 1,\n  \"settings\": {},\n  \"groups\": []\n}\n");

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> load().queue("shop", "orders"))
                .withMessageContaining(queueFile + " has no 'uid'");
    }

    @Test
    void keepsInMemoryWhatItCouldNotWrite() throws Exception {
        Catalog catalog = load();
        assertThat(catalog.queue("shop", "orders")).isEqualTo(ORDERS_NOW);
        Path obstacle = Files.createDirectory(queueFile.resolveSibling("queue.json.new"));

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> catalog.putQueue(ORDERS_NOW.withoutGroup("a")));
        assertThat(catalog.queue("shop", "orders")).isEqualTo(ORDERS_NOW);

        Files.delete(obstacle);
        catalog.putQueue(ORDERS_NOW.withoutGroup("a"));
        assertThat(load().queue("shop", "orders")).isEqualTo(ORDERS_NOW.withoutGroup("a"));
    }

    @Test
    void createsNothingOverFilesThatAreNotItsOwn() throws IOException {
        Files.createDirectories(data.resolve("other/things"));
        Catalog catalog = load();

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> catalog.putDomain(new DomainEntry("other", DomainSettings.defaults())))
                .withMessageContaining("cannot create " + data.resolve("other"));

        assertThat(catalog.domain("other")).isNull();
        assertThat(data.resolve("other/things")).exists();
        assertThat(data.toFile().list()).containsExactlyInAnyOrder("shop", "other");
    }

    private Catalog load() {
        return Catalog.load(data, (file, description, lost) -> damages.add(file + ": " + description));
    }
}
