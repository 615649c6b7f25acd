package io.gortms.websocket.internal.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** The bytes of one socket, plain or by TLS; nothing waits. Used by the thread of the sockets only. */
interface Transport extends ByteChannel {

    /**
     * Writes what the socket takes now.
     *
     * @return how many bytes of the source were taken
     */
    @Override
    int write(ByteBuffer source) throws IOException;

    /** Whether there is something to write besides what {@link #write} is called with. */
    boolean wantsWrite();

    /** Whether nothing can be written before something was read. */
    boolean waitsForInput();

    /** Whether {@link #read} has something that the selector does not know of. */
    boolean hasBuffered();

    /** Writes what is left. Returns whether nothing is left. */
    boolean flush() throws IOException;

    /** Tells the other side that nothing follows. */
    void shutdownOutput() throws IOException;

    /** Whether it is by TLS. */
    boolean isSecure();
}
