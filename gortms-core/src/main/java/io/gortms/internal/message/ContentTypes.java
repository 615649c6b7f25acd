package io.gortms.internal.message;

/** The content types, as the byte that a record keeps and as the name that users see. */
public final class ContentTypes {

    public static final byte BYTES = 0;
    public static final byte JSON = 1;
    public static final byte TEXT = 2;

    private ContentTypes() {}

    public static String name(byte contentType) {
        return switch (contentType) {
            case JSON -> "application/json";
            case TEXT -> "text/plain";
            default -> "application/octet-stream";
        };
    }
}
