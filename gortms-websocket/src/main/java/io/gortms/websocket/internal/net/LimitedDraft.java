package io.gortms.websocket.internal.net;

import java.util.List;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.LimitExceededException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.protocols.Protocol;

/**
 * WebSocket as of RFC 6455, with a limit on messages that come in many frames: the library looks at their size only when the last
 * frame is there.
 */
final class LimitedDraft extends Draft_6455 {

    /** The subprotocol that is answered with, if it is offered. */
    static final String PROTOCOL = "gortms";

    /** What a frame costs besides its payload. */
    private static final int FRAME_BYTES = 64;

    private final int maxBytes;
    private long messageBytes;

    LimitedDraft(int maxBytes) {
        super(List.of(), List.of(new Protocol(PROTOCOL), new Protocol("")), maxBytes);
        this.maxBytes = maxBytes;
    }

    @Override
    public void processFrame(WebSocketImpl socket, Framedata frame) throws InvalidDataException {
        Opcode opcode = frame.getOpcode();
        if (opcode == Opcode.CONTINUOUS || opcode == Opcode.TEXT || opcode == Opcode.BINARY) {
            if (opcode != Opcode.CONTINUOUS) {
                messageBytes = 0;
            }
            messageBytes += frame.getPayloadData().remaining();
            if (!frame.isFin()) {
                messageBytes += FRAME_BYTES;
            }
            if (messageBytes > maxBytes + FRAME_BYTES) {
                throw new LimitExceededException("a message is at most " + maxBytes + " bytes", maxBytes);
            }
        }
        super.processFrame(socket, frame);
    }

    @Override
    public Draft copyInstance() {
        return new LimitedDraft(maxBytes);
    }
}
