package io.gortms.internal.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gortms.ManualClock;
import io.gortms.Message;
import io.gortms.Payloads;
import io.gortms.StoredMessage;
import io.gortms.UnreadablePayloadException;
import io.gortms.internal.journal.RecordDraft;
import io.gortms.internal.time.BrokerClock;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What validators and predicates see of a message, and that it is the same message which is stored. */
class OutgoingMessageTest {

    private static final int LIMIT = 2000;

    private final PayloadCodec codec = new PayloadCodec(null, new BrokerClock(new ManualClock()));

    @Test
    void saysWhatThePublisherGave() {
        StoredMessage message =
                Payloads.of(Message.json("{\"a\": 1}").id("i").key("k").header("h", "v"));
        assertThat(message.messageId()).isEqualTo("i");
        assertThat(message.key()).isEqualTo("k");
        assertThat(message.headers()).containsExactly(Map.entry("h", "v"));
        assertThat(message.position()).isEqualTo(-1);
        assertThat(message.timestamp()).isEqualTo(new ManualClock().instant());
        assertThat(message.contentType()).isEqualTo("application/json");
        assertThat(new String(message.payload(), StandardCharsets.UTF_8)).isEqualTo("{\"a\": 1}");
        assertThat(message.payloadAs(new TypeReference<Map<String, Integer>>() {}))
                .isEqualTo(Map.of("a", 1));
        assertThat(Payloads.of(Message.text("x")).messageId()).isEmpty();
        assertThat(Payloads.of(Message.text("x")).payloadAs(String.class)).isEqualTo("x");
        assertThat(Payloads.of(new byte[] {1}).payloadAs(byte[].class)).containsExactly(1);
    }

    @Test
    void aTreeIsItsOwnJson() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("a", 1);
        assertThat(Payloads.of(tree).json()).isSameAs(tree);
        assertThat(Payloads.of(Message.of(tree)).json()).isSameAs(tree);
    }

    @Test
    void aTreeThatIsWrittenOtherwiseIsRead() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ObjectNode tree = nodes.objectNode();
        tree.putPOJO("pojo", Map.of("x", 1)).put("float", 0.1f).put("nan", Double.NaN);
        tree.put("binary", new byte[] {1, 2, 3});
        JsonNode json = Payloads.of(tree).json();
        assertThat(json.at("/pojo/x").intValue()).isEqualTo(1);
        assertThat(json.get("float").decimalValue()).isEqualTo(new BigDecimal("0.1"));
        assertThat(json.get("nan").textValue()).isEqualTo("NaN");
        assertThat(json.get("binary").textValue()).isEqualTo("AQID");
    }

    @Test
    void theJsonOfTextIsParsedOnceAndExactly() {
        OutgoingMessage message = Payloads.json("{\"a\":0.1000000000000000000000001,\"b\":1e400}");
        assertThat(message.json()).isSameAs(message.json());
        assertThat(message.json().get("a").decimalValue()).isEqualTo(new BigDecimal("0.1000000000000000000000001"));
        assertThat(message.json().get("b").decimalValue()).isEqualByComparingTo("1e400");
    }

    @Test
    void whatIsNotJsonHasNone() {
        assertThatThrownBy(() -> Payloads.of(Message.text("{}")).json()).isInstanceOf(UnreadablePayloadException.class);
        assertThatThrownBy(() -> Payloads.of(new byte[] {'{', '}'}).json())
                .isInstanceOf(UnreadablePayloadException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "1",
                "\"x\"",
                "[1,{}]",
                " {\"a\":1} ",
                "",
                " ",
                "{",
                "{} {}",
                "{}x",
                "[1,]",
                "nul",
                "{\"a\":01}",
                "{\"a\":1,\"a\":2}",
                "\uFEFF{}",
                "\u0000",
                "{\"a\":1e99999999999}",
                "'x'"
            })
    void acceptsAndRefusesAsPublishingWithoutASchemaDoes(String text) {
        sameAsEncode(Message.json(text));
        sameAsEncode(Message.json(text).key("k"));
    }

    @Test
    void acceptsAndRefusesAnythingElseAsPublishingWithoutASchemaDoes() {
        Message huge = Message.json("{}").header("h", "v".repeat(PayloadCodec.MAX_HEADER_BYTES));
        String digits = "{\"a\":" + "1".repeat(1500) + "}";
        Object[] payloads = {
            null,
            new byte[LIMIT],
            new byte[LIMIT + 1],
            Message.bytes(new byte[LIMIT + 1]),
            Message.text("x".repeat(LIMIT + 1)),
            Message.json("1".repeat(LIMIT + 1)),
            Message.json("x".repeat(LIMIT + 1)),
            "x".repeat(LIMIT),
            new Object(),
            Map.of("a", new Object()),
            Map.of("a", 1),
            huge,
            Message.json(digits),
            Message.json("[".repeat(999) + "]".repeat(999)),
            Message.json("[".repeat(1001) + "]".repeat(1001)),
            JsonNodeFactory.instance.nullNode(),
            JsonNodeFactory.instance.missingNode()
        };
        for (Object payload : payloads) {
            sameAsEncode(payload);
        }
    }

    private void sameAsEncode(Object payload) {
        RecordDraft[] drafts = new RecordDraft[2];
        Throwable plain = catchThrowable(() -> drafts[0] = codec.encode(payload, "shop.orders", LIMIT));
        Throwable looked = catchThrowable(
                () -> drafts[1] = codec.outgoing(payload, "shop.orders", LIMIT).draft());
        if (plain == null) {
            assertThat(looked).as("of %s", payload).isNull();
            assertThat(drafts[1]).usingRecursiveComparison().isEqualTo(drafts[0]);
        } else {
            assertThat(looked).as("of %s", payload).hasSameClassAs(plain).hasMessage(plain.getMessage());
        }
    }

    @Test
    void numbersThatNobodyReadsAreStoredAllTheSame() {
        OutgoingMessage message = Payloads.json("{\"a\":1e99999999999}");
        assertThatThrownBy(message::json).isInstanceOf(UnreadablePayloadException.class);
    }
}
