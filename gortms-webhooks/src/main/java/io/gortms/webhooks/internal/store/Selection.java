package io.gortms.webhooks.internal.store;

import io.gortms.Message;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * The endpoints that an event goes to: their ids, and how that is written with the event. The bits of their numbers, lowest first, as
 * base64: a few bytes for a few endpoints, some kilobytes for a hundred thousand.
 *
 * @param next the number that the next new endpoint gets
 */
public record Selection(List<String> ids, String text, int next) {

    static Selection of(List<Endpoint> endpoints, int next) {
        BitSet numbers = new BitSet();
        endpoints.forEach(endpoint -> numbers.set(endpoint.number()));
        String text = Base64.getEncoder().encodeToString(numbers.toByteArray());
        List<String> ids = endpoints.stream().map(Endpoint::id).sorted().toList();
        return new Selection(List.copyOf(ids), text, next); // which a receipt has not to copy again
    }

    /** An event that goes to these. */
    public Message mark(Message message, String event) {
        return message.headers(Map.of(Headers.EVENT, event, Headers.TO, text, Headers.NEXT, Integer.toString(next)));
    }

    /** The numbers of a text. */
    static BitSet numbers(String text) {
        return BitSet.valueOf(Base64.getDecoder().decode(text));
    }
}
