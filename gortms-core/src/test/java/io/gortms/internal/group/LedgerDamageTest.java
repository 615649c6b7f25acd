package io.gortms.internal.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flipped bits, cut files and torn pages: messages come again, but none is taken for settled. */
class LedgerDamageTest {

    private static final int END_OF_ENTRIES = 1_500;

    @TempDir
    Path temp;

    private final List<LedgerModel> history = new ArrayList<>();
    private Random random;
    private LedgerModel last;
    private Path file;
    private byte[] bytes;
    private int usedBytes;

    @BeforeEach
    void writeALedger() throws IOException {
        random = new Random(Seeds.seed("LedgerDamageTest"));
        Path live = temp.resolve("live");
        LedgerDriver driver = new LedgerDriver(live);
        for (int step = 0; step < 40; step++) {
            driver.randomOperation(random);
        }
        driver.reopen();
        history.add(driver.model.copy());
        usedBytes = 0;
        while (usedBytes < END_OF_ENTRIES) {
            driver.randomOperation(random);
            history.add(driver.model.copy());
            usedBytes = usedBytes(live);
        }
        // what the loss of one entry would bring back
        driver.settle(100, 0, 50);
        history.add(driver.model.copy());
        driver.move(100, 10);
        driver.settle(101, 0, 50);
        history.add(driver.model.copy());
        driver.forget(101);
        history.add(driver.model.copy());
        driver.ledger().close();
        last = driver.model;
        usedBytes = usedBytes(live);
        file = LedgerKillTest.ledgerFiles(live).get(0);
        bytes = Files.readAllBytes(file);
    }

    /** Behind the last word that is not zero; the file was new, so that nothing lies behind its entries. */
    private static int usedBytes(Path directory) throws IOException {
        List<Path> files = LedgerKillTest.ledgerFiles(directory);
        ByteBuffer content =
                ByteBuffer.wrap(Files.readAllBytes(files.get(files.size() - 1))).order(ByteOrder.LITTLE_ENDIAN);
        int end = content.capacity();
        while (content.getLong(end - Long.BYTES) == 0) {
            end -= Long.BYTES;
        }
        return end;
    }

    private LedgerModel read(byte[] content, List<String> damages) throws IOException {
        Path image = Files.createDirectories(temp.resolve("image"));
        Files.write(image.resolve(file.getFileName()), content);
        return LedgerDriver.read(image, Long.MAX_VALUE, damages);
    }

    @Test
    void aFlippedBitLosesNoMoreThanItsEntryAndIsReported() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int offset = 0; offset < usedBytes; offset++) {
                byte flipped = (byte) (bytes[offset] ^ 1 << random.nextInt(8));
                channel.write(ByteBuffer.wrap(new byte[] {flipped}), offset);
                List<String> damages = new ArrayList<>();

                LedgerModel found = LedgerDriver.read(file.getParent(), Long.MAX_VALUE, damages);

                assertThat(found.settlesNoMoreThan(last))
                        .as("flip at %d", offset)
                        .isTrue();
                boolean reserved = offset >= 56 && offset < LedgerFormat.HEADER_BYTES;
                assertThat(damages).as("flip at %d", offset).hasSize(reserved ? 0 : 1);
                channel.write(ByteBuffer.wrap(bytes, offset, 1), offset);
            }
        }
    }

    @Test
    void aCutFileHoldsWhatItHeldEarlierAndIsReported() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int length = usedBytes + 200; length >= 0; length--) {
                channel.truncate(length);
                List<String> damages = new ArrayList<>();

                LedgerModel found = LedgerDriver.read(file.getParent(), Long.MAX_VALUE, damages);

                assertThat(history.stream().anyMatch(found::settlesNoMoreThan))
                        .as("cut at %d", length)
                        .isTrue();
                assertThat(damages).as("cut at %d", length).isNotEmpty();
            }
        }
    }

    @Test
    void lostPagesAndRubbishAreSurvived() throws IOException {
        for (int round = 0; round < 500; round++) {
            byte[] damaged = bytes.clone();
            int from = random.nextInt(LedgerFormat.HEADER_BYTES, usedBytes);
            byte[] rubbish = new byte[random.nextInt(8, 5_000)];
            if (random.nextBoolean()) {
                random.nextBytes(rubbish);
            }
            System.arraycopy(rubbish, 0, damaged, from, Math.min(rubbish.length, damaged.length - from));
            List<String> damages = new ArrayList<>();

            LedgerModel found = read(damaged, damages);

            assertThat(found.settlesNoMoreThan(everSettled())).isTrue();
            assertThat(damages.isEmpty())
                    .as("%d bytes at %d", rubbish.length, from)
                    .isEqualTo(Arrays.equals(damaged, bytes));
        }
    }

    private LedgerModel everSettled() {
        LedgerModel all = new LedgerModel();
        history.forEach(past -> past.groups()
                .forEach((number, group) -> all.group(number).settled.or(group.settled)));
        return all;
    }

    @Test
    void aFileOfAnotherQueueIsNotTaken() throws IOException {
        List<String> damages = new ArrayList<>();
        Path image = temp.resolve("image");
        Files.createDirectories(image);
        Files.write(image.resolve(file.getFileName()), bytes);

        try (MappedLedger ledger =
                MappedLedger.open(image, LedgerDriver.UID + 1, 100, (f, text, lost) -> damages.add(text))) {
            assertThat(ledger.groups()).isEmpty();
        }

        assertThat(damages).isNotEmpty();
        assertThat(damages.get(0)).contains("another queue");
    }

    @Test
    void aFileUnderAnotherNumberOrTagIsNotTaken() throws IOException {
        for (String name :
                List.of("0000000009" + file.getFileName().toString().substring(10), "0000000002-00000000.ledger")) {
            Path image = temp.resolve("image");
            LedgerDriver.copyFiles(image, image);
            Files.write(image.resolve(name), bytes);

            assertThat(LedgerDriver.read(image, 100, new ArrayList<>()).groups())
                    .isEmpty();
        }
    }

    @Test
    void anEntryAtAnotherPlaceIsNotTaken() throws IOException {
        LedgerDriver driver = new LedgerDriver(temp.resolve("small"));
        driver.settle(1, 0, 50);
        int end = usedBytes(driver.directory);
        driver.move(1, 10);
        int behind = usedBytes(driver.directory);
        Path small = LedgerKillTest.ledgerFiles(driver.directory).get(0);
        byte[] content = Files.readAllBytes(small);
        int entryBytes = LedgerFormat.ENTRY_HEADER_BYTES + 3 * Long.BYTES;
        System.arraycopy(content, end - entryBytes, content, behind, entryBytes);
        Files.write(small, content);

        List<String> damages = new ArrayList<>();
        LedgerModel found = LedgerDriver.read(driver.directory, 100, damages);

        assertThat(found.group(1).settled.cardinality()).isEqualTo(10);
        assertThat(damages).hasSize(1);
    }

    @Test
    void aNewerFormatIsRefusedAndNamed() throws IOException {
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(8, 2);
        header.putInt(12, LedgerFile.headerCrc(header));

        assertThatThrownBy(() -> read(bytes, new ArrayList<>()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("version 2");
    }
}
