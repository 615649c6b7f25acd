package io.gortms.websocket.internal.dashboard;

import io.gortms.websocket.internal.frame.ErrorCode;
import io.gortms.websocket.internal.frame.Frames;
import io.gortms.websocket.internal.frame.Request;
import io.gortms.websocket.internal.frame.RequestException;
import io.gortms.websocket.internal.frame.RequestReader;
import io.gortms.websocket.internal.net.Connection;
import io.gortms.websocket.internal.net.Session;

/** A client that is told things, and may only ask whether somebody is there. */
abstract class ListenOnly implements Session {

    private final Connection connection;

    ListenOnly(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void onText(String text) {
        try {
            Request request = RequestReader.read(text);
            if (request instanceof Request.Ping) {
                connection.outbox().reply(Frames.pong());
            } else {
                refuse(ErrorCode.PUBLISH_NOT_ALLOWED, "messages are published to a queue, not here");
            }
        } catch (RequestException e) {
            refuse(e.code(), e.text());
        }
    }

    @Override
    public void onBinary() {
        refuse(ErrorCode.BINARY, "requests are text");
    }

    @Override
    public void onTooMuch() {
        refuse(ErrorCode.RATE_LIMITED, "too many requests; this one was ignored");
    }

    final void refuse(String code, String text) {
        connection.outbox().reply(Frames.error(code, text, null));
    }
}
