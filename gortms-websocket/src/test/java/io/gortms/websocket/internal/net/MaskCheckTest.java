package io.gortms.websocket.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.websocket.client.RawClient;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Frames of clients, with masks and without, in pieces. */
class MaskCheckTest {

    @Test
    void framesOfAllLengthsInAnyPieces() {
        long seed = Long.getLong("gortms.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int length : new int[] {0, 1, 125, 126, 127, 300, 65_535, 65_536, 70_000}) {
                byte[] payload = new byte[random.nextInt(4) == 0 ? length : random.nextInt(130)];
                random.nextBytes(payload);
                all.writeBytes(RawClient.masked(0x82, payload));
            }
            int good = all.size();
            all.write(0x82);
            all.write(random.nextInt(128));
            byte[] bytes = all.toByteArray();
            MaskCheck check = new MaskCheck();
            int at = 0;
            while (at < bytes.length) {
                int size = Math.min(bytes.length - at, 1 + random.nextInt(round % 2 == 0 ? 7 : 10_000));
                at += size;
                assertThat(check.accepts(ByteBuffer.wrap(bytes, at - size, size)))
                        .as("seed %s, %s of %s bytes", seed, at, good)
                        .isEqualTo(at < good + 2);
            }
        }
    }
}
