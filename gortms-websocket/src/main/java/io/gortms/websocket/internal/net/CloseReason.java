package io.gortms.websocket.internal.net;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** A close frame has room for 123 bytes of text. */
final class CloseReason {

    private static final int MOST_BYTES = 123;

    private CloseReason() {}

    /** As much of the text as fits, in whole characters. */
    static String fitting(String reason) {
        CharBuffer characters = CharBuffer.wrap(reason);
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
        CoderResult result = StandardCharsets.UTF_8.newEncoder().encode(characters, bytes, true);
        return result.isError() ? "" : reason.substring(0, characters.position());
    }
}
