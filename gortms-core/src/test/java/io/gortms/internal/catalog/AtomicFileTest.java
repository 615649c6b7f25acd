package io.gortms.internal.catalog;

import static io.gortms.internal.catalog.AtomicFile.Found.DAMAGED;
import static io.gortms.internal.catalog.AtomicFile.Found.NEWEST;
import static io.gortms.internal.catalog.AtomicFile.Found.NOTHING;
import static io.gortms.internal.catalog.AtomicFile.Found.PREVIOUS;
import static io.gortms.internal.catalog.DamagedFiles.damage;
import static io.gortms.internal.catalog.DamagedFiles.withFlippedBit;
import static io.gortms.internal.catalog.DamagedFiles.writeSealed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {

    private static final Map<String, Object> FIRST = Map.of("value", "first");
    private static final Map<String, Object> SECOND = Map.of("value", "second");
    private static final Map<String, Object> THIRD = Map.of("value", "third");

    @TempDir
    Path directory;

    private final List<String> damages = new ArrayList<>();
    private Path path;
    private Path next;
    private Path previous;
    private AtomicFile file;

    @BeforeEach
    void nameFiles() {
        path = directory.resolve("thing.json");
        next = directory.resolve("thing.json.new");
        previous = directory.resolve("thing.json.old");
        file = new AtomicFile(path);
    }

    @Test
    void keepsTheNewestContentAndTheOneBefore() {
        assertThat(read().found()).isEqualTo(NOTHING);

        file.write(FIRST);
        assertThat(read()).isEqualTo(new AtomicFile.Content(NEWEST, FIRST, ""));
        assertThat(previous).doesNotExist();

        file.write(SECOND);
        file.write(THIRD);
        assertThat(read()).isEqualTo(new AtomicFile.Content(NEWEST, THIRD, ""));
        assertThat(previous).content().contains("second");
        assertThat(next).doesNotExist();
        assertThat(damages).isEmpty();
    }

    @Test
    void canBeReadByAnybodyWhoReadsJson() throws Exception {
        file.write(FIRST);

        assertThat(Files.readString(path))
                .matches("\\{ \"crc32c\": \"[0-9a-f]{8}\",\n  \"format\": 1,\n  \"value\": \"first\"\n}\n");
        assertThat(new ObjectMapper().readTree(path.toFile()).get("value").asText())
                .isEqualTo("first");
    }

    /** As each step of replacing the first content by the second leaves the files. */
    @ParameterizedTest
    @ValueSource(strings = {"new begun", "new half written", "new written", "renamed to old", "renamed to the file"})
    void survivesACrashAtEachStepOfReplacing(String step) throws Exception {
        file.write(FIRST);
        byte[] first = Files.readAllBytes(path);
        file.write(SECOND);
        byte[] second = Files.readAllBytes(path);
        Files.delete(path);
        Files.delete(previous);
        switch (step) {
            case "new begun" -> {
                Files.write(path, first);
                Files.write(next, new byte[0]);
            }
            case "new half written" -> {
                Files.write(path, first);
                Files.write(next, Arrays.copyOf(second, second.length / 2));
            }
            case "new written" -> {
                Files.write(path, first);
                Files.write(next, second);
            }
            case "renamed to old" -> {
                Files.write(previous, first);
                Files.write(next, second);
            }
            default -> {
                Files.write(previous, first);
                Files.write(path, second);
            }
        }
        boolean done = step.startsWith("renamed");

        assertThat(read()).isEqualTo(new AtomicFile.Content(NEWEST, done ? SECOND : FIRST, ""));
        assertThat(next).doesNotExist();
        assertThat(damages).isEmpty();
        file.write(THIRD);
        assertThat(read().fields()).isEqualTo(THIRD);
        assertThat(previous).hasBinaryContent(done ? second : first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"new begun", "new half written", "new written"})
    void survivesACrashAtEachStepOfTheFirstWrite(String step) throws Exception {
        file.write(FIRST);
        byte[] first = Files.readAllBytes(path);
        Files.delete(path);
        boolean done = step.equals("new written");
        Files.write(next, done ? first : Arrays.copyOf(first, step.equals("new begun") ? 0 : 10));

        assertThat(read().found()).isEqualTo(done ? NEWEST : NOTHING);
        assertThat(damages).isEmpty();
    }

    @Test
    void noticesEachFlippedBit() throws Exception {
        file.write(FIRST);
        file.write(SECOND);
        byte[] whole = Files.readAllBytes(path);
        byte[] before = Files.readAllBytes(previous);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            Files.write(path, withFlippedBit(whole, bit));
            Files.write(previous, before);
            damages.clear();

            AtomicFile.Content content = read();

            assertThat(content.found()).as("bit %d", bit).isEqualTo(PREVIOUS);
            assertThat(content.fields()).isEqualTo(FIRST);
            assertThat(damages)
                    .singleElement()
                    .asString()
                    .contains("thing.json")
                    .contains("previous version is used");
        }
    }

    @Test
    void noticesEachWayToBeCutShortOrToHaveMore() throws Exception {
        file.write(FIRST);
        file.write(SECOND);
        byte[] whole = Files.readAllBytes(path);
        for (int length = 0; length <= whole.length + 2; length++) {
            if (length == whole.length) {
                continue;
            }
            Files.write(path, Arrays.copyOf(whole, length));
            assertThat(read().found()).as("%d bytes", length).isEqualTo(PREVIOUS);
        }
    }

    @Test
    void usesThePreviousContentWhenTheNewestIsMissing() throws Exception {
        file.write(FIRST);
        file.write(SECOND);
        Files.delete(path);

        assertThat(read().found()).isEqualTo(PREVIOUS);
        assertThat(damages).singleElement().asString().contains("missing; its previous version is used");
    }

    @Test
    void neverPutsADamagedVersionInThePlaceOfAWholeOne() throws Exception {
        file.write(FIRST);
        file.write(SECOND);
        damage(path);
        AtomicFile.Content content = read();

        file.write(content.fields());

        assertThat(read()).isEqualTo(new AtomicFile.Content(NEWEST, FIRST, ""));
        damage(path);
        assertThat(read()).satisfies(again -> {
            assertThat(again.found()).isEqualTo(PREVIOUS);
            assertThat(again.fields()).isEqualTo(FIRST);
        });
    }

    @Test
    void keepsDamagedVersionsForSomebodyToLookAt() throws Exception {
        file.write(FIRST);
        file.write(SECOND);
        damage(path);
        damage(previous);
        byte[] newest = Files.readAllBytes(path);
        byte[] before = Files.readAllBytes(previous);

        AtomicFile.Content content = read();

        assertThat(content.found()).isEqualTo(DAMAGED);
        assertThat(content.fields()).isEmpty();
        assertThat(content.finding()).contains("thing.json.damaged").contains("thing.json.old.damaged");
        assertThat(damages).isEmpty();
        assertThat(directory.resolve("thing.json.damaged")).hasBinaryContent(newest);
        assertThat(directory.resolve("thing.json.old.damaged")).hasBinaryContent(before);
        assertThat(read().found()).isEqualTo(NOTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "0", "-1", "1.5", "\"1\"", "99999999999"})
    void refusesOtherFormatsAndSaysWhichItKnows(String format) throws Exception {
        file.write(FIRST);
        file.write(SECOND);
        writeSealed(path, "  \"format\": " + format + ",\n  \"value\": \"later\"\n}\n");

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(this::read)
                .withMessageContaining("format version " + format.replace("\"", ""))
                .withMessageContaining("knows 1 to 1")
                .withMessageContaining(path.toString());
        assertThat(path).content().contains("later");
    }

    @Test
    void takesWhatIsNoJsonForDamageWhateverItsChecksum() throws Exception {
        writeSealed(path, "no JSON");

        assertThat(read().found()).isEqualTo(DAMAGED);
    }

    @Test
    void takesTurnsWithThreeFilesOnceItKeepsRoom() throws Exception {
        file.write(FIRST);
        file.keepRoom();
        Set<Object> before = inodes();
        assertThat(before).hasSize(3);

        file.write(SECOND);
        file.write(THIRD);
        file.write(FIRST);

        assertThat(inodes()).isEqualTo(before);
        assertThat(read()).isEqualTo(new AtomicFile.Content(NEWEST, FIRST, ""));
        assertThat(previous).content().contains("third");
        assertThat(next).doesNotExist();
    }

    private Set<Object> inodes() throws IOException {
        Set<Object> found = new HashSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path each : files.toList()) {
                found.add(Files.readAttributes(each, BasicFileAttributes.class).fileKey());
            }
        }
        return found;
    }

    /** As each step of replacing with kept room leaves the files; none of them takes more room. */
    @ParameterizedTest
    @ValueSource(
            strings = {"spare renamed", "new half written", "new written", "old renamed", "renamed to old", "done"})
    void survivesACrashAtEachStepOfReplacingInKeptRoom(String step) throws Exception {
        file.write(FIRST);
        file.write(SECOND);
        file.keepRoom();
        Path spare = directory.resolve("thing.json.spare");
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere")).resolve("thing.json");
        new AtomicFile(elsewhere).write(THIRD);
        byte[] third = Files.readAllBytes(elsewhere);
        List<String> steps =
                List.of("spare renamed", "new half written", "new written", "old renamed", "renamed to old", "done");
        int reached = steps.indexOf(step);
        Files.move(spare, next);
        if (reached >= 1) {
            Files.write(next, reached == 1 ? Arrays.copyOf(third, 20) : third);
        }
        if (reached >= 3) {
            Files.move(previous, spare);
        }
        if (reached >= 4) {
            Files.move(path, previous);
        }
        if (reached >= 5) {
            Files.move(next, path);
        }

        assertThat(read().fields()).isEqualTo(reached >= 4 ? THIRD : SECOND);
        assertThat(damages).isEmpty();
        assertThat(spare).exists();
        file.write(FIRST);
        assertThat(read().fields()).isEqualTo(FIRST);
    }

    @Test
    void writesAndReadsOnAThreadThatHasBeenInterrupted() {
        Thread.currentThread().interrupt();
        file.write(FIRST);
        assertThat(read().fields()).isEqualTo(FIRST);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void saysWhatToDoWhenItCannotWrite() throws Exception {
        Files.createDirectory(next);

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> file.write(FIRST))
                .withMessageContaining("cannot write " + path)
                .withMessageContaining("check the disk");
    }

    private AtomicFile.Content read() {
        return file.read((where, description, lost) -> damages.add(where + ": " + description));
    }
}
