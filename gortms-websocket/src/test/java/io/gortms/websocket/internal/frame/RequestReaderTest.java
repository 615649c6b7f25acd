package io.gortms.websocket.internal.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as they are read. */
class RequestReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-1.50e+10",
                "12345678901234567890",
                "true",
                "null",
                "\"\"",
                "\"a\\\"b\\u0041\\n\"",
                "[]",
                "[1, [2]]",
                "{}",
                "{ \"z\" : 1 , \"a\" : {\"b\":[ ]} }",
                "\"\u00e4\u4e2d\ud83d\ude00\""
            })
    void aPayloadStaysAsItIs(String payload) throws Exception {
        for (String text : new String[] {
            "{\"type\":\"publish\",\"payload\":" + payload + "}",
            "{\"payload\" : " + payload + " , \"x\":[{}], \"type\":\"publish\"}",
            "{\"pad\":\"" + "x".repeat(50_000) + "\",\"payload\":" + payload + ",\"type\":\"publish\"}"
        }) {
            Request.Publish request = (Request.Publish) RequestReader.read(text);
            assertThat(request.payload()).isEqualTo(payload);
        }
    }

    @Test
    void aLongPayload() throws Exception {
        String payload = "{\"a\":\"" + "\u4e2dx\\n".repeat(100_000) + "\"}";
        Request.Publish request =
                (Request.Publish) RequestReader.read("{\"type\":\"publish\",\"payload\":" + payload + "}");
        assertThat(request.payload()).isEqualTo(payload);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nothing",
                "1",
                "\"ping\"",
                "[{\"type\":\"ping\"}]",
                "{\"type\":\"ping\"",
                "{\"type\":\"ping\"}}",
                "{\"type\":\"ping\",\"type\":\"publish\"}",
                "{\"type\":\"publish\",\"payload\":}",
                "{\"type\":\"publish\",\"payload\":1,\"payload\":2}",
                "{\"type\":\"publish\",\"payload\":NaN}",
                "{\"type\":\"ping\",\"headers\":{\"a\":1}}",
                "{\"type\":\"ping\",\"key\":null}"
            })
    void whatIsMalformed(String text) {
        assertThatThrownBy(() -> RequestReader.read(text))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo("malformed"));
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "[".repeat(100_000);
        assertThatThrownBy(() -> RequestReader.read("{\"type\":\"publish\",\"payload\":" + deep))
                .isInstanceOf(RequestException.class);
    }
}
