package io.gortms.websocket.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gortms.Message;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A message that somebody publishes. Its number is in a header, by which it is known again.
 *
 * @param shown its payload, as observers see it
 */
record Sent(long number, String id, @Nullable String key, Message message, JsonNode shown) {

    static final String NUMBER = "n";
    static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int MOST_CHARACTERS = 3_000;

    /** One of any kind. */
    static Sent random(long number, Random random) {
        ObjectNode object = payload(number, random);
        ObjectNode shown = MAPPER.createObjectNode();
        String text = object.get("text").asText();
        return switch (random.nextInt(6)) {
            case 0 -> of(number, random, Message.text(text), shown.put("data", text));
            case 1 -> of(number, random, Message.json("[" + number + "]"), shown.set("data", array(number)));
            case 2 -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                yield of(
                        number,
                        random,
                        Message.bytes(bytes),
                        shown.put("data", MAPPER.convertValue(bytes, String.class))
                                .put("encoding", "base64"));
            }
            default -> of(number, random, Message.json(object.toString()), object);
        };
    }

    /** One with an object, as clients publish it. */
    static Sent ofClient(long number, Random random) {
        ObjectNode object = payload(number, random);
        return of(number, random, Message.json(object.toString()), object);
    }

    private static JsonNode array(long number) {
        return MAPPER.createArrayNode().add(number);
    }

    private static ObjectNode payload(long number, Random random) {
        int length = random.nextInt(random.nextInt(5) == 0 ? MOST_CHARACTERS : 50);
        return MAPPER.createObjectNode().put("number", number).put("text", "é".repeat(length));
    }

    private static Sent of(long number, Random random, Message message, JsonNode shown) {
        String id = "id-" + number;
        String key = random.nextBoolean() ? "key " + number % 7 : null;
        Message named = message.id(id).header(NUMBER, Long.toString(number));
        return new Sent(number, id, key, key == null ? named : named.key(key), shown);
    }

    /** The request of a client that publishes it. */
    String request() {
        ObjectNode request =
                MAPPER.createObjectNode().put("type", "publish").put("id", id).put("requestId", Long.toString(number));
        request.set("payload", shown);
        request.putObject("headers").put(NUMBER, Long.toString(number));
        if (key != null) {
            request.put("key", key);
        }
        return request.toString();
    }

    /** What is wrong with a frame that shows it, or null. */
    @Nullable String wrong(JsonNode frame, String queue) throws JsonProcessingException {
        boolean isRight = frame.path("id").asText().equals(id)
                && frame.path("queue").asText().equals(queue)
                && (key == null
                        ? frame.path("key").isMissingNode()
                        : frame.path("key").asText().equals(key))
                && MAPPER.readTree(frame.path("payload").toString()).equals(MAPPER.readTree(shown.toString()));
        return isRight ? null : "it is " + MAPPER.writeValueAsString(frame) + " and should be " + this;
    }
}
