package io.gortms;

import java.util.Map;

/**
 * Ties a queue to an {@link Exchange}.
 *
 * @param queue the queue
 * @param key the binding key; empty of {@link ExchangeType#FANOUT} and {@link ExchangeType#HEADERS}
 * @param headers the headers that are asked for; empty of other types than {@link ExchangeType#HEADERS}
 * @param any whether one of the headers is enough
 */
public record Binding(String queue, String key, Map<String, String> headers, boolean any) {

    /** Copies the headers. */
    public Binding {
        headers = Map.copyOf(headers);
    }
}
