package io.gortms.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gortms.DomainSettings;
import io.gortms.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerFileTest {

    @TempDir
    Path data;

    @TempDir
    Path elsewhere;

    private final List<String> damages = new ArrayList<>();
    private Path bootId;

    @BeforeEach
    void boot() throws IOException {
        bootId = elsewhere.resolve("boot_id");
        boot("first");
    }

    @Test
    void countsANewDirectoryAsClosedInOrder() {
        BrokerFile first = open();

        assertThat(first.cleanShutdown()).isTrue();
        assertThat(first.machineRestarted()).isFalse();
        assertThat(first.brokerId()).matches("[0-9a-f]{16}");
        assertThat(damages).isEmpty();
    }

    @Test
    void keepsItsIdAndCountsItsRuns() {
        BrokerFile first = open();
        first.markClean();
        BrokerFile second = open();
        BrokerFile third = open();

        assertThat(second.brokerId()).isEqualTo(first.brokerId());
        assertThat(third.brokerId()).isEqualTo(first.brokerId());
        assertThat(List.of(first.run(), second.run(), third.run())).containsExactly(1L, 2L, 3L);
    }

    @Test
    void makesAnotherIdForAnotherDirectory() {
        assertThat(open().brokerId())
                .isNotEqualTo(BrokerFile.open(elsewhere, this::onDamage, bootId).brokerId());
    }

    @Test
    void knowsWhetherTheRunBeforeWasClosedInOrder() {
        open().markClean();
        BrokerFile afterClean = open();
        BrokerFile afterCrash = open();
        afterCrash.markClean();

        assertThat(afterClean.cleanShutdown()).isTrue();
        assertThat(afterCrash.cleanShutdown()).isFalse();
        assertThat(afterCrash.machineRestarted()).isFalse();
        assertThat(open().cleanShutdown()).isTrue();
    }

    @Test
    void takesTheMarkAwayBeforeItReturns() throws Exception {
        open().markClean();
        open();

        assertThat(data.resolve("broker.json")).content().contains("\"run\": 2").contains("\"lastCleanRun\": 1");
    }

    @Test
    void knowsThatTheMachineWasRestarted() throws Exception {
        open();
        boot("second");
        BrokerFile afterRestart = open();

        assertThat(afterRestart.cleanShutdown()).isFalse();
        assertThat(afterRestart.machineRestarted()).isTrue();
    }

    @Test
    void thinksNothingOfARestartAfterAnOrderlyClose() throws Exception {
        open().markClean();
        boot("second");
        BrokerFile afterRestart = open();

        assertThat(afterRestart.cleanShutdown()).isTrue();
        assertThat(afterRestart.machineRestarted()).isFalse();
    }

    @Test
    void remembersARestartUntilARunIsClosedInOrder() throws Exception {
        open();
        boot("second");
        open();
        BrokerFile afterTwoCrashes = open();
        assertThat(afterTwoCrashes.machineRestarted()).isTrue();

        afterTwoCrashes.markClean();
        assertThat(open().machineRestarted()).isFalse();
        assertThat(open().machineRestarted()).isFalse();
    }

    @Test
    void takesEveryCrashForARestartWhereThereIsNoBootId() throws Exception {
        Files.delete(bootId);
        open().markClean();
        BrokerFile afterClean = open();
        BrokerFile afterCrash = open();

        assertThat(afterClean.machineRestarted()).isFalse();
        assertThat(afterCrash.machineRestarted()).isTrue();
    }

    @Test
    void findsTheBootIdOfThisMachine() {
        BrokerFile.open(data, this::onDamage);

        assertThat(BrokerFile.open(data, this::onDamage).machineRestarted())
                .isEqualTo(!Files.exists(Path.of("/proc/sys/kernel/random/boot_id")));
    }

    /** The content before the newest says "closed in order" of a run that is not the last. */
    @Test
    void expectsTheWorstWhenTheNewestContentIsDamaged() throws Exception {
        BrokerFile first = open();
        first.markClean();
        BrokerFile second = open();
        DamagedFiles.damage(data.resolve("broker.json"));

        BrokerFile afterDamage = open();

        assertThat(damages).singleElement().asString().contains("previous version is used");
        assertThat(afterDamage.brokerId()).isEqualTo(first.brokerId());
        assertThat(afterDamage.cleanShutdown()).isFalse();
        assertThat(afterDamage.machineRestarted()).isTrue();
        assertThat(afterDamage.run()).isGreaterThan(second.run());
    }

    @Test
    void goesOnWithANewIdWhenAllIsDamaged() throws Exception {
        BrokerFile first = open();
        first.markClean();
        DamagedFiles.damage(data.resolve("broker.json"));
        DamagedFiles.damage(data.resolve("broker.json.old"));

        BrokerFile afterDamage = open();

        assertThat(damages).singleElement().asString().contains("broker.json").contains("new id");
        assertThat(afterDamage.brokerId()).isNotEqualTo(first.brokerId());
        assertThat(afterDamage.cleanShutdown()).isFalse();
        assertThat(afterDamage.machineRestarted()).isTrue();
    }

    @Test
    void takesAMissingFileForALostOneWhereSomethingIsDeclared() throws Exception {
        open().markClean();
        Catalog.load(data, this::onDamage).putDomain(new DomainEntry("shop", DomainSettings.defaults()));
        Files.delete(data.resolve("broker.json"));
        Files.delete(data.resolve("broker.json.old"));

        assertThat(open().machineRestarted()).isTrue();
        assertThat(damages).singleElement().asString().contains("missing").contains("new id");
    }

    @Test
    void refusesWhatALaterVersionWrote() throws Exception {
        DamagedFiles.writeSealed(data.resolve("broker.json"), "  \"format\": 2\n}\n");

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(this::open)
                .withMessageContaining("has the format version 2, and this version of gortms knows 1 to 1");
        assertThat(data.resolve("broker.json")).content().contains("\"format\": 2");
    }

    private BrokerFile open() {
        return BrokerFile.open(data, this::onDamage, bootId);
    }

    private void boot(String id) throws IOException {
        Files.writeString(bootId, id + "\n");
    }

    private void onDamage(Path file, String description, long lostMessages) {
        damages.add(file + ": " + description);
    }
}
