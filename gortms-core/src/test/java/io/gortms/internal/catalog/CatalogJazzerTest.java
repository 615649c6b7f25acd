package io.gortms.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gortms.StorageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * A text is the content of a catalog file, or an IllegalArgumentException; its fields are a declaration, or a StorageException
 * that names the file; and a declaration is written so that it is read again.
 */
class CatalogJazzerTest {

    private static final Path FILE = Path.of("shop", "queue.json");

    @FuzzTest
    void onlyTheDocumentedExceptions(byte[] input) {
        Map<String, Object> content;
        try {
            content = JsonReader.parse(new String(input, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            assertThat(e).isExactlyInstanceOf(IllegalArgumentException.class);
            return;
        }
        assertThat(JsonReader.parse(JsonWriter.write(content))).isEqualTo(content);
        check(content, fields -> EntryJson.domain("shop", fields), EntryJson::encode);
        check(content, fields -> EntryJson.queue("shop", "orders", fields), EntryJson::encode);
    }

    private static <T> void check(
            Map<String, Object> content, Function<Fields, T> decoder, Function<T, Map<String, Object>> encoder) {
        T entry;
        try {
            entry = decoder.apply(new Fields(FILE, content));
        } catch (StorageException e) {
            assertThat(e).hasMessageContaining(FILE.toString());
            return;
        }
        Map<String, Object> again = JsonReader.parse(JsonWriter.write(encoder.apply(entry)));
        assertThat(decoder.apply(new Fields(FILE, again))).isEqualTo(entry);
    }
}
