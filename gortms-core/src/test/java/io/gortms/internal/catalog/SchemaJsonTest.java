package io.gortms.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gortms.DomainSettings;
import io.gortms.Schema;
import io.gortms.StorageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaJsonTest {

    @Test
    void givesBackEachKind() {
        Schema fields = Schema.builder()
                .string("order_id")
                .number("\u00e9")
                .bool("b")
                .object("o")
                .array("a.b")
                .build();
        assertThat(throughText(fields)).isEqualTo(fields);
        assertThat(((Schema.Fields) throughText(fields)).fields().keySet())
                .containsExactly("order_id", "\u00e9", "b", "o", "a.b");
        Schema empty = Schema.builder().build();
        assertThat(throughText(empty)).isEqualTo(empty);
        Schema document = Schema.jsonSchema("{ \"maximum\" : 1e400,\n\"title\":\"\u00e9\\u0000\" }\n");
        assertThat(throughText(document)).isEqualTo(document);
        assertThat(throughText(null)).isNull();
    }

    @Test
    void ofCodeOnlyThatItIsMissing() {
        assertThat(throughText(Schema.code(message -> List.of()))).isEqualTo(new Schema.Code(null));
        assertThat(throughText(new Schema.Code(null))).isEqualTo(new Schema.Code(null));
    }

    @Test
    void aFileWithoutOneHasNone() {
        assertThat(decode("{}").schema()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schema\":5}",
                "{\"schema\":{\"x\":1}}",
                "{\"schema\":{\"fields\":[]}}",
                "{\"schema\":{\"fields\":{\"a\":\"text\"}}}",
                "{\"schema\":{\"fields\":{\"a\":1}}}",
                "{\"schema\":{\"fields\":{\"\":\"string\"}}}",
                "{\"schema\":{\"document\":{}}}"
            })
    void whatNobodyWroteIsRefused(String json) {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> decode(json))
                .withMessageContaining("domain.json")
                .withMessageContaining("schema");
    }

    private static Schema throughText(Schema schema) {
        Map<String, Object> encoded = SettingsJson.DOMAIN.encode(new DomainSettings(schema));
        return decode(JsonWriter.write(encoded)).schema();
    }

    private static DomainSettings decode(String json) {
        Fields fields = new Fields(Path.of("domain.json"), JsonReader.parse(json));
        return DomainSettings.of(options -> SettingsJson.DOMAIN.decode(fields, options));
    }
}
