package io.gortms.proof.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Durability;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disk barriers, counted by strace. */
@Timeout(900)
class PowerLossIT {

    /** The contract says a second; the rest is for a busy machine under strace. */
    private static final double MOST_SECONDS = 2;

    @TempDir
    private Path directory;

    @Test
    void onePublisherHasABarrierForEachReceipt() throws Exception {
        ForcedCalls calls = run(Durability.POWER_LOSS, Durability.POWER_LOSS, 1, 5_000);

        assertThat(calls.receipts()).isEqualTo(5_000);
        assertThat(calls.receiptsWithoutBarrier()).isZero();
        assertThat(calls.ledgerForcedAfterSeconds()).isLessThan(MOST_SECONDS);
    }

    @Test
    void manyPublishersShareBarriers() throws Exception {
        ForcedCalls calls = run(Durability.POWER_LOSS, Durability.POWER_LOSS, 64, 500);

        assertThat(calls.receipts()).isEqualTo(32_000);
        assertThat(calls.barriers()).isPositive().isLessThan(calls.receipts() / 4);
    }

    @Test
    void whatNeedNotSurvivePowerLossHasNone() throws Exception {
        ForcedCalls calls = run(Durability.PROCESS_CRASH, Durability.PROCESS_CRASH, 1, 5_000);

        assertThat(calls.barriers()).isZero();
    }

    @Test
    void aQueueThatIsOpenTakesTheOtherDurabilityAtOnce() throws Exception {
        ForcedCalls calls = run(Durability.PROCESS_CRASH, Durability.POWER_LOSS, 1, 500);

        assertThat(calls.receiptsWithoutBarrier()).isZero();
    }

    private ForcedCalls run(Durability opened, Durability published, int threads, int messages) throws Exception {
        ForcedCalls calls = ForcedCalls.of(directory, opened, published, threads, messages);
        System.out.printf(
                "%d publishers, %s: %d receipts, %d barriers while publishing, ledger forced %.2f s after an ack%n",
                threads,
                published,
                calls.receipts(),
                calls.barriers(),
                published == Durability.POWER_LOSS ? calls.ledgerForcedAfterSeconds() : Double.NaN);
        return calls;
    }
}
