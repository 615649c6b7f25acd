package io.gortms.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeaderCodecTest {

    @Test
    void headersComeBackInTheirOrder() {
        Random random = JournalFixture.random("headersComeBackInTheirOrder");
        for (int round = 0; round < 200; round++) {
            Map<String, String> headers = new LinkedHashMap<>();
            for (int i = random.nextInt(10); i > 0; i--) {
                headers.put(text(random, 20), text(random, 300));
            }
            Map<String, String> decoded = HeaderCodec.decode(HeaderCodec.encode(headers));
            assertThat(decoded).isEqualTo(headers);
            assertThat(decoded.keySet()).containsExactlyElementsOf(headers.keySet());
        }
    }

    private static String text(Random random, int longest) {
        return random.ints(random.nextInt(longest), 1, 0x3000)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void noHeadersAreNoBytes() {
        assertThat(HeaderCodec.decode(new byte[0])).isEmpty();
    }

    @Test
    void theyCannotBeChanged() {
        Map<String, String> decoded = HeaderCodec.decode(HeaderCodec.encode(Map.of("a", "b")));
        assertThatThrownBy(() -> decoded.put("c", "d")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aNameThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> HeaderCodec.encode(Map.of("n".repeat(65_536), "v")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65535");
    }
}
