package io.gortms.internal.catalog;

import io.gortms.CircuitBreakerPolicy;
import io.gortms.Deduplication;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Options of several parts as JSON objects. */
final class PolicyJson {

    static final ValueType<Deduplication> DEDUPLICATION =
            new ValueType<>(PolicyJson::encode, json -> deduplication((Map<?, ?>) json));

    /** No policy is an object without fields. */
    static final ValueType<Optional<CircuitBreakerPolicy>> CIRCUIT_BREAKER = new ValueType<>(
            policy -> policy.<Object>map(PolicyJson::encode).orElse(Map.of()), json -> breaker((Map<?, ?>) json));

    private PolicyJson() {}

    private static Object encode(Deduplication deduplication) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("window", deduplication.window().toString());
        fields.put("maxIds", deduplication.maxIds());
        return fields;
    }

    private static Deduplication deduplication(Map<?, ?> fields) {
        return new Deduplication(
                Duration.parse(field(fields, "window", String.class)),
                Math.toIntExact(field(fields, "maxIds", Long.class)));
    }

    private static Object encode(CircuitBreakerPolicy policy) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("errorThreshold", policy.errorThreshold());
        fields.put("minimumRequests", policy.minimumRequests());
        fields.put("successThreshold", policy.successThreshold());
        fields.put("openTimeout", policy.openTimeout().toString());
        fields.put("windowSize", policy.windowSize());
        return fields;
    }

    private static Optional<CircuitBreakerPolicy> breaker(Map<?, ?> fields) {
        return fields.isEmpty()
                ? Optional.empty()
                : Optional.of(new CircuitBreakerPolicy(
                        field(fields, "errorThreshold", Number.class).doubleValue(),
                        Math.toIntExact(field(fields, "minimumRequests", Long.class)),
                        Math.toIntExact(field(fields, "successThreshold", Long.class)),
                        Duration.parse(field(fields, "openTimeout", String.class)),
                        fields.containsKey("windowSize") // files of before there was a choice have none
                                ? Math.toIntExact(field(fields, "windowSize", Long.class))
                                : CircuitBreakerPolicy.DEFAULT_WINDOW_SIZE));
    }

    private static <T> T field(Map<?, ?> fields, String name, Class<T> type) {
        Object value = fields.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("there is no usable " + name);
        }
        return type.cast(value);
    }
}
