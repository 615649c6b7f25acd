package io.gortms.internal.catalog;

import io.gortms.CircuitBreakerPolicy;
import io.gortms.Deduplication;
import io.gortms.DomainOptions;
import io.gortms.DomainSettings;
import io.gortms.Durability;
import io.gortms.ExpiryAction;
import io.gortms.GroupOptions;
import io.gortms.GroupSettings;
import io.gortms.OverflowPolicy;
import io.gortms.QueueOptions;
import io.gortms.QueueSettings;
import io.gortms.Retention;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Settings as JSON objects: one line for each option. An option that is missing in a file, because it did not exist when the
 * file was written, is at its default; a field that is no option is passed over.
 *
 * @param <O> where options are set
 * @param <S> the settings they become
 */
final class SettingsJson<O, S> {

    static final SettingsJson<DomainOptions, DomainSettings> DOMAIN = new SettingsJson<>(List.of(option(
            "schema",
            SchemaJson.TYPE,
            settings -> Optional.ofNullable(settings.schema()),
            (options, value) -> value.ifPresent(options::schema))));

    static final SettingsJson<QueueOptions, QueueSettings> QUEUE = new SettingsJson<>(List.of(
            option("persistent", ValueType.FLAG, QueueSettings::persistent, QueueOptions::persistent),
            option(
                    "durability",
                    ValueType.oneOf(Durability.class),
                    QueueSettings::durability,
                    QueueOptions::durability),
            option("ttl", ValueType.DURATION, QueueSettings::ttl, QueueOptions::ttl),
            option("expiry", ValueType.oneOf(ExpiryAction.class), QueueSettings::expiry, QueueOptions::expiry),
            option("retention", ValueType.oneOf(Retention.class), QueueSettings::retention, QueueOptions::retention),
            option("retainBytes", ValueType.LONG, QueueSettings::retainBytes, QueueOptions::retainBytes),
            option("maxSize", ValueType.LONG, QueueSettings::maxSize, QueueOptions::maxSize),
            option("overflow", ValueType.oneOf(OverflowPolicy.class), QueueSettings::overflow, QueueOptions::overflow),
            option("publishTimeout", ValueType.DURATION, QueueSettings::publishTimeout, QueueOptions::publishTimeout),
            option(
                    "deduplication",
                    PolicyJson.DEDUPLICATION,
                    QueueSettings::deduplication,
                    (QueueOptions options, Deduplication value) ->
                            options.deduplication(value.window(), value.maxIds())),
            option("workerCount", ValueType.INT, QueueSettings::workerCount, QueueOptions::workerCount),
            option("maxInFlight", ValueType.INT, QueueSettings::maxInFlight, QueueOptions::maxInFlight),
            option("ackTimeout", ValueType.DURATION, QueueSettings::ackTimeout, QueueOptions::ackTimeout),
            option("maxMessageBytes", ValueType.INT, QueueSettings::maxMessageBytes, QueueOptions::maxMessageBytes),
            option("retry", RetryPolicyJson.TYPE, QueueSettings::retry, QueueOptions::retry),
            option(
                    "circuitBreaker",
                    PolicyJson.CIRCUIT_BREAKER,
                    (QueueSettings settings) -> Optional.ofNullable(settings.circuitBreaker()),
                    (QueueOptions options, Optional<CircuitBreakerPolicy> value) ->
                            value.ifPresent(options::circuitBreaker)),
            option("deliveryLimit", ValueType.INT, QueueSettings::deliveryLimit, QueueOptions::deliveryLimit)));

    static final SettingsJson<GroupOptions, GroupSettings> GROUP = new SettingsJson<>(List.of(
            option("startFrom", ValueType.START_POSITION, GroupSettings::startFrom, GroupOptions::startFrom),
            option("ttl", ValueType.DURATION, GroupSettings::ttl, GroupOptions::ttl)));

    private final List<Option<O, S, ?>> options;

    private SettingsJson(List<Option<O, S, ?>> options) {
        this.options = options;
    }

    Map<String, Object> encode(S settings) {
        Map<String, Object> fields = new LinkedHashMap<>();
        options.forEach(option -> option.encode(settings, fields));
        return fields;
    }

    void decode(Fields fields, O target) {
        options.forEach(option -> option.decode(fields, target));
    }

    private static <O, S, T> Option<O, S, T> option(
            String name, ValueType<T> type, Function<S, T> get, BiConsumer<O, T> set) {
        return new Option<>(name, type, get, set);
    }

    private record Option<O, S, T>(String name, ValueType<T> type, Function<S, T> get, BiConsumer<O, T> set) {

        void encode(S settings, Map<String, Object> fields) {
            fields.put(name, type.encode(get.apply(settings)));
        }

        void decode(Fields fields, O target) {
            if (!fields.has(name)) {
                return;
            }
            T value = fields.as(name, type);
            try {
                set.accept(target, value);
            } catch (IllegalArgumentException e) {
                throw fields.unusable(name, value, e);
            }
        }
    }
}
