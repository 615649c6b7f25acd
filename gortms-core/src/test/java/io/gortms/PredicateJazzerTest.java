package io.gortms;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gortms.internal.message.OutgoingMessage;
import java.nio.charset.StandardCharsets;

/** A text is a predicate or an IllegalArgumentException, and a predicate says yes or no of any payload, read again too. */
class PredicateJazzerTest {

    /** The first line is the predicate, the rest a payload. */
    @FuzzTest
    void onlyTheDocumentedException(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        MessagePredicate predicate;
        try {
            predicate = Predicates.fromJson(end < 0 ? text : text.substring(0, end));
        } catch (IllegalArgumentException e) {
            assertThat(e).isExactlyInstanceOf(IllegalArgumentException.class);
            return;
        }
        String json = Predicates.toJson(predicate);
        OutgoingMessage payload = payload(text.substring(end + 1));
        MessagePredicate again = Predicates.fromJson(json);
        assertThat(again).isEqualTo(predicate);
        assertThat(Predicates.toJson(again)).isEqualTo(json);
        assertThat(again.test(payload)).isEqualTo(predicate.test(payload));
    }

    private static OutgoingMessage payload(String text) {
        try {
            return Payloads.json(text);
        } catch (InvalidPayloadException e) {
            return Payloads.of(Message.text(text));
        }
    }
}
