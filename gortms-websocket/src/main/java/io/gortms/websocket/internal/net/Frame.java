package io.gortms.websocket.internal.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.framing.TextFrame;

/** A text frame, encoded once for all who get it. Immutable: a server's frames carry no mask, so they are the same for everybody. */
public final class Frame {

    private static final Draft_6455 ENCODER = new Draft_6455();

    private final ByteBuffer encoded;

    private Frame(ByteBuffer encoded) {
        this.encoded = encoded;
    }

    /** A frame of this text. */
    public static Frame of(String text) {
        return ofUtf8(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A frame of this text in UTF-8; the array must not change any more. */
    public static Frame ofUtf8(byte[] text) {
        TextFrame frame = new TextFrame();
        frame.setPayload(ByteBuffer.wrap(text));
        return new Frame(ENCODER.createBinaryFrame(frame));
    }

    /** Its size on the wire. */
    public int sizeBytes() {
        return encoded.remaining();
    }

    /** The bytes, to be read independently of other readers. */
    ByteBuffer bytes() {
        return encoded.duplicate();
    }
}
