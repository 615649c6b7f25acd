package io.gortms.websocket.internal.frame;

import io.gortms.BrokerException;
import java.util.Locale;

/** What is wrong, in one word, for programs. */
public final class ErrorCode {

    /** It is no request. */
    public static final String MALFORMED = "malformed";

    /** There is no request of this type. */
    public static final String UNKNOWN_TYPE = "unknown_type";

    /** A publish without a payload. */
    public static final String PAYLOAD_MISSING = "payload_missing";

    /** A binary message. */
    public static final String BINARY = "binary_not_supported";

    /** Publishing is switched off, or not for this client. */
    public static final String PUBLISH_NOT_ALLOWED = "publish_not_allowed";

    /** It may not do that, or not there. */
    public static final String NOT_ALLOWED = "not_allowed";

    /** More came than may. */
    public static final String RATE_LIMITED = "rate_limited";

    /** What it asked for before takes long, and is still at work. */
    public static final String BUSY = "busy";

    /** A parameter of the address is not what it should be; the default counts. */
    public static final String BAD_PARAMETER = "bad_parameter";

    /** Something went wrong in the server. */
    public static final String INTERNAL = "internal";

    private ErrorCode() {}

    /** That of an exception of the broker: {@code QueueFullException} is {@code queue_full}. */
    public static String of(BrokerException e) {
        String name = e.getClass().getSimpleName();
        return name.replaceFirst("Exception$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toLowerCase(Locale.ROOT);
    }
}
