package io.gortms.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gortms.InvalidPayloadException;
import io.gortms.Message;
import io.gortms.Payloads;
import io.gortms.Schema;
import io.gortms.internal.message.OutgoingMessage;
import java.nio.charset.StandardCharsets;

/** A document is a schema or an IllegalArgumentException that names the domain, and a schema answers of any payload. */
class SchemaJazzerTest {

    /** The first line is the document, the rest a payload. */
    @FuzzTest
    void onlyTheDocumentedException(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        SchemaCheck check;
        try {
            check = SchemaCheck.of("shop", Schema.jsonSchema(end < 0 ? text : text.substring(0, end)));
        } catch (IllegalArgumentException e) {
            assertThat(e).isExactlyInstanceOf(IllegalArgumentException.class);
            return;
        }
        assertThat(check.violations(payload(text.substring(end + 1)))).isNotNull();
    }

    private static OutgoingMessage payload(String text) {
        try {
            return Payloads.json(text);
        } catch (InvalidPayloadException e) {
            return Payloads.of(Message.text(text));
        }
    }
}
