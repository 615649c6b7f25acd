package io.gortms.model;

import io.gortms.StoredMessage;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter that is expected.
 *
 * @param reasons one of these
 * @param firstFailureMs 0 if it has not failed
 */
record ModelLetter(
        String group,
        ModelMessage message,
        Set<String> reasons,
        int attempts,
        long buriedMs,
        long firstFailureMs,
        long lastFailureMs) {

    static ModelLetter of(ModelGroup group, long position, Set<String> reasons, long nowMs) {
        Progress it = group.at(position);
        return new ModelLetter(
                group.name(),
                group.message(position),
                reasons,
                it.deliveries,
                nowMs,
                it.firstFailureMs,
                it.lastFailureMs);
    }

    /** What is wrong with the letter, or null if it is this one. */
    @Nullable String mismatch(StoredMessage letter) {
        Map<String, String> headers = letter.headers();
        if (!reasons.contains(headers.get("gortms-dead-reason"))) {
            return "the reason is " + headers.get("gortms-dead-reason");
        }
        if (!Integer.toString(attempts).equals(headers.get("gortms-dead-attempts"))) {
            return "the attempts are " + headers.get("gortms-dead-attempts");
        }
        if (!letter.messageId().equals(message.id())
                || !String.valueOf(letter.key()).equals(String.valueOf(message.key()))
                || !Texts.of(letter).equals(message.text())) {
            return "it is another message: " + letter.messageId() + " " + Texts.of(letter);
        }
        if (!headers.entrySet().containsAll(message.headers().entrySet())) {
            return "the headers are " + headers;
        }
        if (letter.timestamp().toEpochMilli() != buriedMs) {
            return "it was buried at " + letter.timestamp();
        }
        if (firstFailureMs > 0
                && !(Texts.ofMs(firstFailureMs).equals(headers.get("gortms-dead-first-failure"))
                        && lastFailureIs(headers.get("gortms-dead-last-failure")))) {
            return "it failed first at " + headers.get("gortms-dead-first-failure") + " and last at "
                    + headers.get("gortms-dead-last-failure");
        }
        return null;
    }

    /** A message that is rejected may call that its last failure. */
    private boolean lastFailureIs(@Nullable String header) {
        return Texts.ofMs(lastFailureMs).equals(header) || Texts.ofMs(buriedMs).equals(header);
    }

    boolean isAbout(StoredMessage letter) {
        return group.equals(letter.headers().get("gortms-dead-group"))
                && Long.toString(message.position()).equals(letter.headers().get("gortms-dead-position"));
    }
}
