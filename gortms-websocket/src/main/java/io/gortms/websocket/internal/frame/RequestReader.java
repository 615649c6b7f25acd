package io.gortms.websocket.internal.frame;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one request. The payload is not interpreted: it is the client's text from its first to its last character. */
public final class RequestReader {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final int MOST_REQUEST_ID = 255;

    private final String text;
    private @Nullable String type;
    private @Nullable String payload;
    private @Nullable String key;
    private @Nullable String id;
    private @Nullable String requestId;
    private Map<String, String> headers = Map.of();

    private RequestReader(String text) {
        this.text = text;
    }

    /**
     * The request that this is.
     *
     * @throws RequestException if it is none
     */
    public static Request read(String text) throws RequestException {
        RequestReader reader = new RequestReader(text);
        try (JsonParser json = MAPPER.createParser(text)) {
            reader.fields(json);
        } catch (JsonProcessingException e) {
            throw reader.refused(ErrorCode.MALFORMED, "this is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw reader.refused(ErrorCode.MALFORMED, "this is not JSON");
        }
        return reader.request();
    }

    private void fields(JsonParser json) throws IOException, RequestException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw refused(ErrorCode.MALFORMED, "a request is a JSON object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "type" -> type = string(json, name);
                case "requestId" -> requestId = requestId(json, name);
                case "key" -> key = string(json, name);
                case "id" -> id = string(json, name);
                case "headers" -> headers = headers(json);
                case "payload" -> payload = raw(json);
                default -> json.skipChildren();
            }
        }
        if (json.nextToken() != null) {
            throw refused(ErrorCode.MALFORMED, "a request is one JSON object, and nothing follows it");
        }
    }

    private String string(JsonParser json, String name) throws IOException, RequestException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw refused(ErrorCode.MALFORMED, "'" + name + "' is a string");
        }
        return json.getText();
    }

    private String requestId(JsonParser json, String name) throws IOException, RequestException {
        String value = string(json, name);
        if (value.length() > MOST_REQUEST_ID) {
            throw refused(ErrorCode.MALFORMED, "'requestId' has at most " + MOST_REQUEST_ID + " characters");
        }
        return value;
    }

    private Map<String, String> headers(JsonParser json) throws IOException, RequestException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw refused(ErrorCode.MALFORMED, "'headers' is an object of strings");
        }
        Map<String, String> all = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            all.put(name, string(json, name));
        }
        return all;
    }

    private String raw(JsonParser json) throws IOException {
        int begin = (int) json.currentTokenLocation().getCharOffset();
        json.skipChildren();
        json.finishToken();
        int end = (int) json.currentLocation().getCharOffset();
        return text.substring(begin, end);
    }

    private Request request() throws RequestException {
        if (type == null) {
            throw refused(ErrorCode.UNKNOWN_TYPE, "a request has a 'type': ping or publish");
        }
        return switch (type) {
            case "ping" -> new Request.Ping(requestId);
            case "publish" -> {
                if (payload == null) {
                    throw refused(ErrorCode.PAYLOAD_MISSING, "a publish has a 'payload'");
                }
                yield new Request.Publish(payload, headers, key, id, requestId);
            }
            default ->
                throw refused(
                        ErrorCode.UNKNOWN_TYPE, "'" + type + "' is no type of request; there are ping and publish");
        };
    }

    private RequestException refused(String code, String message) {
        return new RequestException(code, message, requestId);
    }
}
