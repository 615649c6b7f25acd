package io.gortms.internal.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ledgers that earlier versions have written stay readable: their bytes are kept beside this test. */
class LedgerFormatTest {

    @TempDir
    Path temp;

    @Test
    void versionOneIsRead() throws IOException {
        List<String> lines = resource("ledger-v1.txt").lines().toList();
        byte[] entries = HexFormat.of().parseHex(String.join("", lines.subList(1, lines.size())));
        Files.write(temp.resolve(lines.get(0)), Arrays.copyOf(entries, LedgerDirectory.STEP_BYTES));
        List<String> damages = new ArrayList<>();

        LedgerModel found = LedgerDriver.read(temp, 100_000, damages);

        assertThat(found.describe()).isEqualTo(expected().describe());
        assertThat(damages).isEmpty();
    }

    /** What was done with the ledger that the file holds, the first half of it before a checkpoint. */
    private static LedgerModel expected() {
        LedgerModel model = new LedgerModel();
        LedgerModel.Group first = model.group(1);
        first.settle(0, 1_000);
        first.settle(1_001, 1_002);
        first.settle(70_000, 90_000);
        first.handedOut(1_500);
        first.handedOut(1_500);
        Attempts attempts = new Attempts();
        attempts.deliveries = 3;
        attempts.failures = 2;
        attempts.dueMicros = 1_700_000_000_000_000L;
        attempts.firstFailureMicros = 1_600_000_000_000_000L;
        attempts.lastFailureMicros = 1_650_000_000_000_000L;
        attempts.flags = Attempts.TO_DEAD_LETTERS;
        first.tried(1_700, attempts);
        LedgerModel.Group second = model.group(2);
        second.moveTo(500);
        second.paused = true;
        first.settle(1_700, 1_701);
        first.settle(1_003, 1_004);
        first.tried(1_701, attempts);
        first.handedOut(1_702);
        second.moveTo(200);
        second.paused = false;
        return model;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = LedgerFormatTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
