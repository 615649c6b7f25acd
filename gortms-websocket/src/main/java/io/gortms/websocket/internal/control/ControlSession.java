package io.gortms.websocket.internal.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.gortms.BrokerException;
import io.gortms.websocket.internal.frame.ErrorCode;
import io.gortms.websocket.internal.frame.Frames;
import io.gortms.websocket.internal.net.Connection;
import io.gortms.websocket.internal.net.Session;
import org.jspecify.annotations.Nullable;

/** One console that asks; each request is answered by one frame, in order. */
public final class ControlSession implements Session {

    private final Connection connection;
    private final Control control;
    private final Access access;

    /** A session that has not begun. */
    public ControlSession(Connection connection, Control control, Access access) {
        this.connection = connection;
        this.control = control;
        this.access = access;
    }

    @Override
    public void onOpen() {
        connection.outbox().reply(Frames.welcome(access.identity().name(), access.publishing(), access.managing()));
    }

    @Override
    public void onText(String text) {
        String requestId = null;
        try {
            JsonNode fields = Ask.parse(text);
            requestId = fields.path("requestId").textValue();
            String type = fields.path("type").textValue();
            if (type == null) {
                throw ControlException.malformed("a request is {\"type\":\"…\",\"requestId\":\"…\",…}");
            } else if (type.equals("ping")) {
                connection.outbox().reply(Frames.pong());
                return;
            } else if (requestId == null) {
                throw ControlException.malformed("a request has a text 'requestId', which the answer repeats");
            }
            connection.outbox().reply(Frames.reply(requestId, control.answer(new Ask(type, fields, access))));
        } catch (ControlException e) {
            refuse(e.code(), e.text(), requestId);
        } catch (IllegalArgumentException e) {
            refuse(ErrorCode.MALFORMED, String.valueOf(e.getMessage()), requestId);
        } catch (BrokerException e) {
            refuse(ErrorCode.of(e), String.valueOf(e.getMessage()), requestId);
        }
    }

    private void refuse(String code, String text, @Nullable String requestId) {
        connection.outbox().reply(Frames.error(code, text, requestId));
    }

    @Override
    public void onBinary() {
        refuse(ErrorCode.BINARY, "requests are text", null);
    }

    @Override
    public void onTooMuch() {
        refuse(ErrorCode.RATE_LIMITED, "too many requests; this one was ignored", null);
    }

    @Override
    public void onClosed(int code, String reason) {
        // nothing is kept for it
    }
}
