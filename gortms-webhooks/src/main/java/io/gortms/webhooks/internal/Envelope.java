package io.gortms.webhooks.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * The body of a webhook, as Gost has it: in this order, whatever the application's mapper does with names and nulls.
 *
 * @param timestamp of the dispatch, in seconds since 1970
 */
@JsonPropertyOrder({"event", "timestamp", "data"})
@JsonInclude(JsonInclude.Include.ALWAYS)
record Envelope(
        @JsonProperty("event") String event,
        @JsonProperty("timestamp") long timestamp,
        @JsonProperty("data") @Nullable Object data) {}
