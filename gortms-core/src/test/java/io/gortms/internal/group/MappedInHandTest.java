package io.gortms.internal.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedInHandTest {

    @TempDir
    Path temp;

    private Path file;
    private Path directory;
    private MappedLedger ledger;
    private GroupState state;

    @BeforeEach
    void open() {
        file = temp.resolve("in-hand");
        directory = temp.resolve("ledger");
        ledger = ledger();
        state = ledger.attach(7, new ReentrantLock());
        state.settleRange(0, 10);
        ledger.settled(7, 0, 10);
    }

    private MappedLedger ledger() {
        return MappedLedger.open(directory, 1, 1_000, (f, text, lost) -> {});
    }

    /** What the next process reads. */
    private int deliveriesAfterDeath(int group, long position) {
        ledger.close();
        ledger = ledger();
        MappedInHand.open(file, ledger);
        assertThat(file).satisfies(MappedInHandTest::isFree);
        ledger.close();
        ledger = ledger();
        Attempts attempts = new Attempts();
        ledger.attach(group, new ReentrantLock()).attempts().get(position, attempts);
        return attempts.deliveries;
    }

    private static void isFree(Path file) {
        assertThat(file).content(StandardCharsets.ISO_8859_1).matches("\\x00*");
    }

    @Test
    void nothingIsCreatedBeforeTheFirstWorker() {
        InHand inHand = MappedInHand.open(file, ledger);
        assertThat(file).doesNotExist();

        inHand.release(inHand.acquire(7));
        assertThat(file).exists();
        inHand.close();
        assertThat(file).satisfies(MappedInHandTest::isFree);
    }

    @Test
    void theFileKeepsItsRoomForADiskThatIsFull() throws IOException {
        InHand inHand = MappedInHand.open(file, ledger);
        for (int worker = 0; worker < 300; worker++) {
            inHand.set(inHand.acquire(7), worker);
        }
        Object sameFile = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        inHand.close();

        InHand again = MappedInHand.open(file, ledger);
        again.set(again.acquire(7), 500);

        assertThat(Files.readAttributes(file, BasicFileAttributes.class).fileKey())
                .isEqualTo(sameFile);
        assertThat(file).hasSize(2 * 4096);
        assertThat(deliveriesAfterDeath(7, 500)).isOne();
    }

    @Test
    void aLateWorkerOfAnEarlierOpeningDoesNotTouchTheNextOne() {
        InHand early = MappedInHand.open(file, ledger);
        int slot = early.acquire(7);
        early.set(slot, 499);
        early.close();
        InHand next = MappedInHand.open(file, ledger);
        next.set(next.acquire(7), 500);

        early.release(slot);

        assertThat(deliveriesAfterDeath(7, 500)).isOne();
    }

    @Test
    void whatAHandlerHeldCountsAsDelivered() {
        InHand inHand = MappedInHand.open(file, ledger);
        int slot = inHand.acquire(7);
        inHand.set(slot, 500);

        assertThat(deliveriesAfterDeath(7, 500)).isOne();
    }

    @Test
    void whatItHasReturnedDoesNot() {
        InHand inHand = MappedInHand.open(file, ledger);
        int slot = inHand.acquire(7);
        inHand.set(slot, 500);
        inHand.clear(slot);
        inHand.set(slot, 501);
        inHand.release(slot);

        assertThat(deliveriesAfterDeath(7, 500)).isZero();
        assertThat(ledger.groups()).containsExactly(7);
    }

    @Test
    void whatIsSettledOrGoneOrOfAnUnknownGroupIsLeftAlone() {
        InHand inHand = MappedInHand.open(file, ledger);
        inHand.set(inHand.acquire(7), 9);
        inHand.set(inHand.acquire(7), 1_000);
        inHand.set(inHand.acquire(8), 500);

        assertThat(deliveriesAfterDeath(7, 9)).isZero();
        assertThat(ledger.groups()).containsExactly(7);
    }

    @Test
    void aDeathWhileCountingCountsAtMostOnceTooMuch() throws IOException {
        InHand inHand = MappedInHand.open(file, ledger);
        inHand.set(inHand.acquire(7), 500);
        Path saved = Files.copy(file, temp.resolve("saved"));
        assertThat(deliveriesAfterDeath(7, 500)).isOne();

        Files.copy(saved, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(deliveriesAfterDeath(7, 500)).isEqualTo(2);
    }

    @Test
    void manyWorkersGetSlotsOfTheirOwn() {
        InHand inHand = MappedInHand.open(file, ledger);
        Set<Integer> slots = new HashSet<>();
        for (int worker = 0; worker < 1_000; worker++) {
            int slot = inHand.acquire(7);
            inHand.set(slot, worker);
            slots.add(slot);
        }
        assertThat(slots).hasSize(1_000).doesNotContain(-1);

        int freed = slots.iterator().next();
        inHand.release(freed);
        assertThat(inHand.acquire(7)).isEqualTo(freed);
        assertThat(deliveriesAfterDeath(7, 999)).isOne();
    }

    @Test
    void lateWorkersDoNoHarm() {
        InHand inHand = MappedInHand.open(file, ledger);
        int slot = inHand.acquire(7);
        inHand.close();

        inHand.set(slot, 500);
        assertThat(inHand.acquire(7)).isEqualTo(-1);
        inHand.set(-1, 500);
        inHand.clear(-1);
        inHand.release(-1);

        assertThat(deliveriesAfterDeath(7, 500)).isZero();
    }

    @Test
    void rubbishIsIgnored() throws IOException {
        Files.write(file, new byte[] {1, 2, 3});
        InHand inHand = MappedInHand.open(file, ledger);
        inHand.set(inHand.acquire(7), 500);

        assertThat(deliveriesAfterDeath(7, 500)).isOne();
    }
}
