package io.gortms.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Bytes out of a journal are a record, of which everything can be asked, or none: also where their sums are right. */
class RecordJazzerTest {

    private static final long ORIGIN = 0x0123_4567_89ab_cdefL;
    private static final int ORIGIN_AT = 32;
    private static final int TOTAL_LENGTH_AT = 8;
    private static final int BODY_CRC_AT = 12;
    private static final int HEADER_CRC_AT = 52;

    private final RecordCodec codec = new RecordCodec();

    @FuzzTest
    void aRecordOrNone(byte[] input) {
        if (input.length >= RecordCodec.HEADER_BYTES) {
            askEverything(decode(input));
            askEverything(decode(withRightSums(input)));
        }
    }

    private @Nullable StoredRecord decode(byte[] bytes) {
        if (!codec.isHeader(bytes, 0, ORIGIN) || RecordCodec.totalLength(bytes, 0) != bytes.length) {
            return null;
        }
        return codec.decode(bytes, 0, Arrays.copyOfRange(bytes, RecordCodec.HEADER_BYTES, bytes.length));
    }

    private static byte[] withRightSums(byte[] input) {
        byte[] bytes = input.clone();
        CRC32C crc = new CRC32C();
        crc.update(bytes, RecordCodec.HEADER_BYTES, bytes.length - RecordCodec.HEADER_BYTES);
        ByteBuffer header = ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, RecordCodec.MAGIC)
                .put(Integer.BYTES, RecordCodec.VERSION)
                .putInt(TOTAL_LENGTH_AT, bytes.length)
                .putInt(BODY_CRC_AT, (int) crc.getValue())
                .putLong(ORIGIN_AT, ORIGIN);
        crc.reset();
        crc.update(bytes, 0, HEADER_CRC_AT);
        header.putInt(HEADER_CRC_AT, (int) crc.getValue());
        return bytes;
    }

    private static void askEverything(@Nullable StoredRecord stored) {
        if (stored == null) {
            return;
        }
        assertThat(stored.messageId()).isNotEmpty();
        assertThat(stored.headers()).isNotNull();
        assertThat(stored.payload()).hasSize(stored.payloadLength());
        assertThat(stored.key() == null || stored.sizeBytes() > 0).isTrue();
        assertThat(List.of(stored.ttlMicros(), stored.deliverAtMicros(), stored.addressedGroup()))
                .hasSize(3);
        assertThat(stored.trail() == null || stored.trail().length < stored.sizeBytes())
                .isTrue();
    }
}
