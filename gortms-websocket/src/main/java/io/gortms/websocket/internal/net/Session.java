package io.gortms.websocket.internal.net;

/**
 * What a connection is for, once it is let in. Called by one thread at a time, never by that of the sockets. What waits for others
 * goes on elsewhere ({@link Connection#goOn}).
 */
public interface Session {

    /** It was let in: the first call. */
    void onOpen();

    /** A text message came. */
    void onText(String text);

    /** A binary message came. */
    void onBinary();

    /** More came than may, and was thrown away. */
    void onTooMuch();

    /** The connection is gone: the last call. */
    void onClosed(int code, String reason);
}
