package io.gortms.websocket.internal.auth;

/** A client is not let in. */
public final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** With the status that HTTP has for it, and a text for the client. */
    public Refusal(int status, String text) {
        super(text, null, false, false); // strangers cause it: no stack trace for that
        this.status = status;
    }

    /** The status of HTTP: 401, 403 or 404. */
    public int status() {
        return status;
    }

    /** What the client is told. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
