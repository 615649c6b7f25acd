package io.gortms.websocket.internal.net;

/** What a close frame says. Those from 4000 on are ours: 4000 and a status of HTTP. */
public final class CloseCodes {

    /** All is done. */
    public static final int NORMAL = 1000;

    /** Something went wrong here. */
    public static final int ERROR = 1011;

    /** The client was too slow, and may come again. */
    public static final int TRY_AGAIN_LATER = 1013;

    /** What is added to a status of HTTP. */
    public static final int OF_STATUS = 4000;

    /** Who asks may not. */
    public static final int NOT_ALLOWED = 4403;

    /** There is no such thing. */
    public static final int NOT_FOUND = 4404;

    /** There are too many connections. */
    public static final int TOO_MANY = 4429;

    private CloseCodes() {}
}
