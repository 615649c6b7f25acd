package io.gortms.webhooks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;

/**
 * What is signed at one attempt. Immutable as long as nobody writes into the body, which is not copied: signers must not.
 *
 * <p>Id and body are the same at every attempt of a message, time and number are the attempt's own.
 */
public final class SignedContent {

    private final String id;
    private final Instant attemptedAt;
    private final int attempt;
    private final String event;
    private final byte[] body;

    /**
     * Makes one.
     *
     * @param id the message's id: visible ASCII characters without a full stop, which would make the string that Standard
     *     Webhooks signs ambiguous
     * @param attemptedAt when the attempt is made; whole seconds are signed
     * @param attempt which attempt it is, from 1 on
     * @param event the event type: visible ASCII characters and spaces within
     * @param body the bytes that are sent
     * @throws IllegalArgumentException if a value cannot stand in a header, or the attempt is below 1
     */
    public SignedContent(String id, Instant attemptedAt, int attempt, String event, byte[] body) {
        this.id = requireId(id);
        this.attemptedAt = Objects.requireNonNull(attemptedAt, "attemptedAt");
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt is at least 1, not " + attempt);
        }
        this.attempt = attempt;
        this.event = requireEvent(event);
        this.body = Objects.requireNonNull(body, "body");
    }

    /**
     * Returns the id if messages may have it.
     *
     * @throws IllegalArgumentException if not
     */
    public static String requireId(String id) {
        if (id.isEmpty() || !isBetween(id, '!', '~') || id.indexOf('.') >= 0) {
            throw new IllegalArgumentException(
                    "a message id is visible ASCII characters without a full stop, not '" + printable(id) + "'");
        }
        return id;
    }

    /**
     * Returns the event type if messages may have it.
     *
     * @throws IllegalArgumentException if not
     */
    public static String requireEvent(String event) {
        if (event.isBlank() || !event.strip().equals(event) || !isBetween(event, ' ', '~')) {
            throw new IllegalArgumentException(
                    "an event type is visible ASCII characters, with spaces only between them, not '" + printable(event)
                            + "'");
        }
        return event;
    }

    private static boolean isBetween(String text, char first, char last) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < first || text.charAt(i) > last) {
                return false;
            }
        }
        return true;
    }

    /** The message's id. */
    public String id() {
        return id;
    }

    /** When the attempt is made. */
    public Instant attemptedAt() {
        return attemptedAt;
    }

    /** Which attempt it is, from 1 on. */
    public int attempt() {
        return attempt;
    }

    /** The event type. */
    public String event() {
        return event;
    }

    /** The bytes that are sent; not a copy. */
    public byte[] body() {
        return body;
    }

    /** What Standard Webhooks signs before the body: {@code id.seconds.}, as ASCII. */
    byte[] standardHead() {
        return (id + '.' + attemptedAt.getEpochSecond() + '.').getBytes(StandardCharsets.US_ASCII);
    }

    // Line breaks in a message would forge lines in a log.
    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
