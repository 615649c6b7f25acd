package io.gortms.internal.group;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerSizingTest {

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int KIB = 1024;

    private final LedgerSizing sizing = new LedgerSizing();

    @Test
    void aNewLedgerIsSmall() {
        assertThat(sizing.fileBytes(0)).isEqualTo(64 * KIB);
        assertThat(sizing.dueBytes(0)).isEqualTo(32 * KIB);
    }

    @Test
    void aLargeStateGetsRoomForEightOfItsCheckpoints() {
        assertThat(sizing.fileBytes(1_000_000)).isEqualTo(LedgerSizing.roundUp(8_000_000));
        assertThat(sizing.dueBytes(1_000_000)).isEqualTo(4_000_000);
    }

    @Test
    void aHugeStateGetsRoomForThree() {
        int mib = KIB * KIB;
        assertThat(sizing.dueBytes(100L * mib)).isEqualTo(216 * mib);
        assertThat(sizing.fileBytes(100L * mib)).isEqualTo(332 * mib);
    }

    @Test
    void aBusyLedgerGetsLongerFilesAndAQuietOneShorterOnes() {
        long nowNanos = 0;
        for (int i = 0; i < 20; i++) {
            nowNanos += SECOND_NANOS / 2;
            sizing.completed(nowNanos, sizing.fileBytes(0));
        }
        assertThat(sizing.fileBytes(0)).isEqualTo(16 * KIB * KIB);

        for (int i = 0; i < 20; i++) {
            nowNanos += 2 * SECOND_NANOS;
            sizing.completed(nowNanos, sizing.fileBytes(0));
        }
        assertThat(sizing.fileBytes(0)).isEqualTo(16 * KIB * KIB);

        for (int i = 0; i < 20; i++) {
            nowNanos += 100 * SECOND_NANOS;
            sizing.completed(nowNanos, sizing.fileBytes(0));
        }
        assertThat(sizing.fileBytes(0)).isEqualTo(64 * KIB);
    }

    @Test
    void aFullDiskIsNotAskedForMoreAndMore() {
        for (int i = 0; i < 20; i++) {
            sizing.completed(i, 64 * KIB);
        }
        assertThat(sizing.fileBytes(0)).isEqualTo(128 * KIB);
    }

    @Test
    void aHugeStateStaysWithinTheLongestFile() {
        assertThat(sizing.fileBytes(1L << 40)).isEqualTo(LedgerDirectory.MAX_FILE_BYTES);
    }
}
