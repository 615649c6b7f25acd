package io.gortms.proof.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Durability;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No receipt without a barrier, as strace sees it. {@link PowerLossIT} does it at length. */
@Timeout(300)
class PowerLossTest {

    @TempDir
    private Path directory;

    @Test
    void eachReceiptOfOnePublisherHasABarrierOfItsOwn() throws Exception {
        ForcedCalls calls = ForcedCalls.of(directory, Durability.POWER_LOSS, Durability.POWER_LOSS, 1, 200);

        assertThat(calls.receipts()).isEqualTo(200);
        assertThat(calls.receiptsWithoutBarrier()).isZero();
    }
}
