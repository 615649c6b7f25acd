package io.gortms.websocket.internal.console;

import java.util.Map;

/**
 * What is answered to a request.
 *
 * @param status the status of HTTP
 * @param body what is written as JSON
 * @param headers further headers
 */
record Answer(int status, Object body, Map<String, String> headers) {

    static Answer of(int status, Object body) {
        return new Answer(status, body, Map.of());
    }

    static Answer error(int status, String code, String text) {
        return of(status, Map.of("error", text, "code", code));
    }
}
