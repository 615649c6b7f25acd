package io.gortms.websocket.internal.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.gortms.BrokerException;
import io.gortms.websocket.internal.frame.ErrorCode;
import io.gortms.websocket.internal.frame.Frames;
import io.gortms.websocket.internal.net.Connection;
import io.gortms.websocket.internal.net.Session;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One console that asks; each request is answered by one frame, in order. What takes long is answered when it is done, and holds
 * nothing else up.
 */
public final class ControlSession implements Session {

    private static final Logger LOG = LoggerFactory.getLogger(ControlSession.class);

    private final Connection connection;
    private final Control control;
    private final Access access;
    private final Executor patient;

    /** Whether something that takes long is at work. */
    private final AtomicBoolean busy = new AtomicBoolean();

    /**
     * A session that has not begun.
     *
     * @param patient does what takes long
     */
    public ControlSession(Connection connection, Control control, Access access, Executor patient) {
        this.connection = connection;
        this.control = control;
        this.access = access;
        this.patient = patient;
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
            Ask ask = new Ask(type, fields, access);
            if (Control.mayTakeLong(type)) {
                answerLater(ask, requestId);
            } else {
                answer(ask, requestId);
            }
        } catch (ControlException e) {
            refuse(e.code(), e.text(), requestId);
        }
    }

    private void answerLater(Ask ask, String requestId) throws ControlException {
        if (!busy.compareAndSet(false, true)) {
            throw ControlException.busy("a redrive or purge of this connection is at work; wait for its answer");
        }
        try {
            patient.execute(() -> {
                try {
                    answer(ask, requestId);
                } finally {
                    busy.set(false);
                }
            });
        } catch (RejectedExecutionException e) {
            busy.set(false);
            LOG.debug("the server is closed; {} is not begun", ask.type(), e);
        }
    }

    private void answer(Ask ask, String requestId) {
        try {
            connection.outbox().reply(Frames.reply(requestId, control.answer(ask)));
        } catch (ControlException e) {
            refuse(e.code(), e.text(), requestId);
        } catch (IllegalArgumentException e) {
            refuse(ErrorCode.MALFORMED, String.valueOf(e.getMessage()), requestId);
        } catch (BrokerException e) {
            refuse(ErrorCode.of(e), String.valueOf(e.getMessage()), requestId);
        } catch (RuntimeException e) {
            LOG.warn("a request could not be answered: {}", ask.type(), e);
            refuse(ErrorCode.INTERNAL, "something went wrong; the log of the server says what", requestId);
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
