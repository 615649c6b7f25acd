package io.gortms.webhooks.internal.store;

/**
 * A secret, and until when it is valid.
 *
 * @param text the secret
 * @param untilMicros the end, in microseconds since 1970; 0 for none
 */
public record KeptSecret(String text, long untilMicros) {

    @Override
    public String toString() {
        return "KeptSecret[until " + untilMicros + "]";
    }
}
