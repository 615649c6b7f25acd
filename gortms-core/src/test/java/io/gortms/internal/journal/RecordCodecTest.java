package io.gortms.internal.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordCodecTest {

    private static final long ORIGIN = 0x0123_4567_89ab_cdefL;

    private final RecordCodec codec = new RecordCodec();

    private byte[] encode(RecordDraft draft, long position, long timestampMicros) {
        byte[] header = new byte[RecordCodec.HEADER_BYTES];
        codec.encodeHeader(header, draft, position, timestampMicros, ORIGIN);
        return ByteBuffer.allocate(draft.encodedSize())
                .put(header)
                .put(draft.body)
                .array();
    }

    private @Nullable StoredRecord decode(byte[] bytes) {
        if (!codec.isHeader(bytes, 0, ORIGIN) || RecordCodec.totalLength(bytes, 0) != bytes.length) {
            return null;
        }
        return codec.decode(bytes, 0, Arrays.copyOfRange(bytes, RecordCodec.HEADER_BYTES, bytes.length));
    }

    private static RecordDraft full() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("zeta", "1");
        headers.put("alpha", "zwölf €");
        return RecordDraft.of(
                (byte) 1,
                "ord-1".getBytes(UTF_8),
                "kündin".getBytes(UTF_8),
                HeaderCodec.encode(headers),
                "{\"n\":1}".getBytes(UTF_8),
                86_400_000_000L,
                1_700_000_000_000_000L,
                7,
                new byte[] {1, 2, 3});
    }

    @Test
    void headersWhoseLengthsDisagreeAreNoRecord() {
        byte[] headers = HeaderCodec.encode(Map.of("name", "value"));
        for (int i = 0; i < headers.length; i++) {
            byte[] shorter = Arrays.copyOf(headers, i + 1 == headers.length ? i + 2 : i + 1);
            RecordDraft draft = RecordDraft.of(
                    (byte) 1,
                    new byte[0],
                    new byte[0],
                    shorter,
                    new byte[1],
                    RecordDraft.NONE,
                    RecordDraft.NONE,
                    RecordDraft.NONE,
                    null);
            assertThat(decode(encode(draft, 1, 1)))
                    .as("%s bytes", shorter.length)
                    .isNull();
        }
    }

    @Test
    void everyFieldComesBack() {
        StoredRecord stored = decode(encode(full(), 42, 1_650_000_000_000_001L));

        assertThat(stored).isNotNull();
        assertThat(stored.position()).isEqualTo(42);
        assertThat(stored.timestampMicros()).isEqualTo(1_650_000_000_000_001L);
        assertThat(stored.messageId()).isEqualTo("ord-1");
        assertThat(stored.hasOwnId()).isTrue();
        assertThat(stored.key()).isEqualTo("kündin");
        assertThat(stored.headers().keySet()).containsExactly("zeta", "alpha");
        assertThat(stored.headers()).containsEntry("zeta", "1").containsEntry("alpha", "zwölf €");
        assertThat(stored.contentType()).isEqualTo((byte) 1);
        assertThat(stored.payload()).isEqualTo("{\"n\":1}".getBytes(UTF_8));
        assertThat(new String(stored.payloadArray(), stored.payloadOffset(), stored.payloadLength(), UTF_8))
                .isEqualTo("{\"n\":1}");
        assertThat(stored.ttlMicros()).isEqualTo(86_400_000_000L);
        assertThat(stored.deliverAtMicros()).isEqualTo(1_700_000_000_000_000L);
        assertThat(stored.addressedGroup()).isEqualTo(7);
        assertThat(stored.trail()).containsExactly(1, 2, 3);
    }

    @Test
    void whatIsNotGivenIsNotThere() {
        StoredRecord stored = decode(encode(RecordDraft.of((byte) 0, new byte[0]), 0, 0));

        assertThat(stored).isNotNull();
        assertThat(stored.hasOwnId()).isFalse();
        assertThat(stored.messageId()).isEqualTo(StoredRecord.messageId(ORIGIN, 0));
        assertThat(stored.key()).isNull();
        assertThat(stored.headers()).isEmpty();
        assertThat(stored.payload()).isEmpty();
        assertThat(stored.ttlMicros()).isEqualTo(RecordDraft.NONE);
        assertThat(stored.deliverAtMicros()).isEqualTo(RecordDraft.NONE);
        assertThat(stored.addressedGroup()).isEqualTo(RecordDraft.NONE);
        assertThat(stored.trail()).isNull();
    }

    @Test
    void anyOfTheOptionalFieldsMayStandAlone() {
        Random random = JournalFixture.random("anyOfTheOptionalFieldsMayStandAlone");
        for (int mask = 0; mask < 16; mask++) {
            long ttl = (mask & 1) != 0 ? random.nextLong() & Long.MAX_VALUE : RecordDraft.NONE;
            long deliverAt = (mask & 2) != 0 ? random.nextLong() & Long.MAX_VALUE : RecordDraft.NONE;
            int group = (mask & 4) != 0 ? random.nextInt() & Integer.MAX_VALUE : RecordDraft.NONE;
            byte[] trail = (mask & 8) != 0 ? new byte[random.nextInt(20)] : null;
            RecordDraft draft =
                    RecordDraft.of((byte) 0, null, null, null, new byte[] {9}, ttl, deliverAt, group, trail);

            StoredRecord stored = decode(encode(draft, 0, 0));

            assertThat(stored).isNotNull();
            assertThat(stored.ttlMicros()).isEqualTo(ttl);
            assertThat(stored.deliverAtMicros()).isEqualTo(deliverAt);
            assertThat(stored.addressedGroup()).isEqualTo(group);
            assertThat(stored.trail()).isEqualTo(trail);
            assertThat(stored.payload()).containsExactly(9);
        }
    }

    /** Files of this version are out there: these bytes never change. */
    @Test
    void theBytesOfVersion1() {
        assertThat(HexFormat.of().formatHex(encode(full(), 42, 1_650_000_000_000_001L)))
                .isEqualTo("67526563" + "01" + "01" + "01" + "00" // magic, version, kind, content type, reserved
                        + "85000000" + "17745336" // total length, CRC of the body
                        + "2a00000000000000" + "0120e18faadc0500" // position, timestamp
                        + "efcdab8967452301" // origin
                        + "0500" + "0700" + "22000000" + "18000000" // lengths of id, key, headers, extension
                        + "1c9aae60" // CRC of the header
                        + "6f72642d31" + "6bc3bc6e64696e" // id, key
                        + "0200" // two headers
                        + "0400" + "7a657461" + "01000000" + "31"
                        + "0500" + "616c706861" + "0a000000" + "7a77c3b66c6620e282ac"
                        + "0f" + "0060d71d14000000" + "00401e18240a0600" + "07000000" + "010203" // extension
                        + "7b226e223a317d"); // payload
    }

    @Test
    void theStartOfASegmentInVersion1() {
        byte[] start = new byte[RecordCodec.HEADER_BYTES];
        codec.encodeStart(start, 42, 1_650_000_000_000_001L, ORIGIN);
        assertThat(HexFormat.of().formatHex(start))
                .isEqualTo("67526563" + "01" + "02" + "00" + "00" // magic, version, kind, content type, reserved
                        + "38000000" + "00000000" // total length, CRC of the body
                        + "2a00000000000000" + "0120e18faadc0500" // position, timestamp
                        + "efcdab8967452301" // origin
                        + "0000" + "0000" + "00000000" + "00000000" // lengths
                        + "42069988"); // CRC of the header
    }

    @Test
    void noFlippedBitGoesUnnoticed() {
        byte[] bytes = encode(full(), 42, 1_650_000_000_000_001L);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(decode(bytes)).as("bit %d", bit).isNull();
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        }
        assertThat(decode(bytes)).isNotNull();
    }

    @Test
    void aRecordOfAnotherJournalIsNone() {
        byte[] bytes = encode(full(), 42, 0);
        assertThat(codec.isHeader(bytes, 0, ORIGIN + 1)).isFalse();
    }

    @Test
    void aDraftIsMadeOfCopies() {
        byte[] payload = {1, 2, 3};
        RecordDraft draft = RecordDraft.of((byte) 0, payload);
        payload[0] = 9;
        assertThat(decode(encode(draft, 0, 0)))
                .isNotNull()
                .satisfies(stored -> assertThat(stored.payload()).containsExactly(1, 2, 3));
    }

    @Test
    void anIdIsNoLongerThanItsLengthCanSay() {
        assertThatThrownBy(() -> RecordDraft.of((byte) 0, new byte[65_536], null, null, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65535");
    }

    @Test
    void generatedIdsDifferByOriginAndPosition() {
        assertThat(StoredRecord.messageId(1, 1))
                .hasSize(26)
                .matches("[0-9a-v]+")
                .isEqualTo(StoredRecord.messageId(1, 1))
                .isNotEqualTo(StoredRecord.messageId(1, 2))
                .isNotEqualTo(StoredRecord.messageId(2, 1));
    }
}
