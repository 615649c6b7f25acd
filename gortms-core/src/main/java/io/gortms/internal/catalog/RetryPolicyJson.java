package io.gortms.internal.catalog;

import io.gortms.RetryPolicy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A retry policy as a JSON object. */
final class RetryPolicyJson {

    static final ValueType<RetryPolicy> TYPE =
            new ValueType<>(RetryPolicyJson::encode, json -> decode((Map<?, ?>) json));

    private RetryPolicyJson() {}

    private static Map<String, Object> encode(RetryPolicy policy) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("backoff", policy.backoff().name());
        fields.put("maxRetries", policy.maxRetries());
        fields.put("initialDelay", policy.initialDelay().toString());
        fields.put("factor", policy.factor());
        fields.put("maxDelay", policy.maxDelay().toString());
        fields.put("jitter", policy.jitter());
        fields.put("retryOn", policy.retryOnNames());
        fields.put("rejectOn", policy.rejectOnNames());
        return fields;
    }

    private static RetryPolicy decode(Map<?, ?> fields) {
        return new RetryPolicy(
                RetryPolicy.Backoff.valueOf(field(fields, "backoff", String.class)),
                field(fields, "maxRetries", Number.class).intValue(),
                Duration.parse(field(fields, "initialDelay", String.class)),
                field(fields, "factor", Number.class).doubleValue(),
                Duration.parse(field(fields, "maxDelay", String.class)),
                field(fields, "jitter", Number.class).doubleValue(),
                names(field(fields, "retryOn", List.class)),
                names(field(fields, "rejectOn", List.class)));
    }

    private static <T> T field(Map<?, ?> fields, String name, Class<T> type) {
        Object value = fields.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("a retry policy has a " + name);
        }
        return type.cast(value);
    }

    private static List<String> names(List<?> json) {
        return json.stream().map(String.class::cast).toList();
    }
}
