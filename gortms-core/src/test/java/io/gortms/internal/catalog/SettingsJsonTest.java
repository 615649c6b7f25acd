package io.gortms.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gortms.CircuitBreakerPolicy;
import io.gortms.Deduplication;
import io.gortms.DomainSettings;
import io.gortms.Durability;
import io.gortms.ExpiryAction;
import io.gortms.GroupSettings;
import io.gortms.OverflowPolicy;
import io.gortms.QueueSettings;
import io.gortms.Retention;
import io.gortms.RetryPolicy;
import io.gortms.StartPosition;
import io.gortms.StorageException;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsJsonTest {

    /** None of these is at its default. */
    private static final QueueSettings CHANGED = new QueueSettings(
            true,
            Durability.POWER_LOSS,
            Duration.ofDays(3),
            ExpiryAction.DEAD_LETTER,
            Retention.UNTIL_ACKNOWLEDGED,
            77,
            88,
            OverflowPolicy.DROP_OLDEST,
            Duration.ofSeconds(7),
            new Deduplication(Duration.ofMinutes(5), 12),
            9,
            99,
            Duration.ofNanos(1_500_000_001),
            999,
            RetryPolicy.exponential()
                    .maxRetries(7)
                    .initialDelay(Duration.ofMillis(5))
                    .factor(1.5)
                    .maxDelay(Duration.ofHours(2))
                    .jitter(0.25)
                    .retryOn(IOException.class)
                    .rejectOn(IllegalArgumentException.class),
            CircuitBreakerPolicy.defaults()
                    .errorThreshold(0.25)
                    .minimumRequests(4)
                    .successThreshold(2),
            0);

    @Test
    void hasAFieldForEachOption() {
        assertThat(SettingsJson.QUEUE.encode(QueueSettings.defaults()).keySet())
                .containsExactlyElementsOf(components(QueueSettings.class));
        assertThat(SettingsJson.GROUP.encode(GroupSettings.defaults()).keySet())
                .containsExactlyElementsOf(components(GroupSettings.class));
        assertThat(SettingsJson.DOMAIN.encode(DomainSettings.defaults()).keySet())
                .containsExactlyElementsOf(components(DomainSettings.class));
    }

    @Test
    void givesBackEachOption() {
        assertThat(throughText(CHANGED)).isEqualTo(CHANGED);
        assertThat(throughText(QueueSettings.defaults())).isEqualTo(QueueSettings.defaults());
        QueueSettings inMemory = QueueSettings.of(queue -> queue.persistent(false));
        assertThat(throughText(inMemory)).isEqualTo(inMemory);
    }

    @Test
    void givesBackEachStartPosition() {
        for (StartPosition position : new StartPosition[] {
            StartPosition.earliest(),
            StartPosition.latest(),
            StartPosition.at(Long.MAX_VALUE),
            StartPosition.since(Instant.MIN),
            StartPosition.since(Instant.parse("2026-05-04T03:02:01.000000009Z"))
        }) {
            GroupSettings settings = new GroupSettings(position, Duration.ofDays(2));
            Fields fields = reread(SettingsJson.GROUP.encode(settings));
            assertThat(GroupSettings.of(options -> SettingsJson.GROUP.decode(fields, options)))
                    .isEqualTo(settings);
        }
    }

    @Test
    void takesTheDefaultForAFieldThatIsMissingAndPassesOverAnUnknownOne() {
        Fields fields = reread(Map.of("workerCount", 5, "colour", "green"));

        assertThat(queue(fields)).isEqualTo(QueueSettings.of(queue -> queue.workerCount(5)));
    }

    @ParameterizedTest
    @CsvSource({
        "workerCount, 0",
        "workerCount, 3000000000",
        "workerCount, true",
        "persistent, 1",
        "durability, 1",
        "maxMessageBytes, 99999999",
    })
    void namesTheFieldThatCannotBeUsed(String field, String value) {
        Fields fields = new Fields(Path.of("queue.json"), JsonReader.parse("{\"" + field + "\": " + value + "}"));

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> queue(fields))
                .withMessageContaining("queue.json has the unusable '" + field + "': " + value);
    }

    @ParameterizedTest
    @CsvSource({"durability, ASTEROID", "ackTimeout, 30 s", "ackTimeout, PT0S", "ackTimeout, PT-1S"})
    void namesTheTextThatCannotBeUsed(String field, String value) {
        Fields fields = reread(Map.of(field, value));

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> queue(fields))
                .withMessageContaining("unusable '" + field + "': " + value);
    }

    @Test
    void namesTheOptionsThatCannotHoldTogether() {
        Fields fields = reread(Map.of("persistent", false, "durability", "POWER_LOSS"));

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> queue(fields))
                .withMessageContaining("cannot hold together");
    }

    private static QueueSettings throughText(QueueSettings settings) {
        return queue(reread(SettingsJson.QUEUE.encode(settings)));
    }

    private static QueueSettings queue(Fields fields) {
        return QueueSettings.of(options -> SettingsJson.QUEUE.decode(fields, options));
    }

    private static Fields reread(Map<String, Object> fields) {
        return new Fields(Path.of("queue.json"), JsonReader.parse(JsonWriter.write(fields)));
    }

    private static Iterable<String> components(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }
}
