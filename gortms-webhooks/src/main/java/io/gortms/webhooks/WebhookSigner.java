package io.gortms.webhooks;

import java.util.List;
import java.util.Map;

/**
 * Gives the headers by which a receiver knows that a request is genuine. {@link SignatureProfile} has those of Gost and of
 * Standard Webhooks; write one for any other scheme.
 *
 * <p>Called by several threads at once, for every attempt, with the exact bytes that are sent. An exception makes that attempt
 * fail.
 */
@FunctionalInterface
public interface WebhookSigner {

    /**
     * The names and values of the headers, in the order they are sent in.
     *
     * @param content what is signed; its body must not be changed
     * @param secrets those that are valid now, the newest first; none if the endpoint has none
     */
    Map<String, String> sign(SignedContent content, List<WebhookSecret> secrets);

    /**
     * Reads a secret as this scheme writes them; unless overridden, any text that is not empty.
     *
     * @throws InvalidSecretException if it is none
     */
    default WebhookSecret readSecret(String text) {
        return WebhookSecret.ofText(text);
    }

    /**
     * Looks before the first attempt whether it can sign with these secrets; unless overridden, with any.
     *
     * @param secrets the newest first; none if the endpoint has none
     * @throws InvalidSecretException if it cannot
     */
    default void requireUsable(List<WebhookSecret> secrets) {}

    /**
     * Whether signing with these costs more than some microseconds, so that it must not hold up the sending of others; unless
     * overridden, it does not.
     */
    default boolean isSlow(List<WebhookSecret> secrets) {
        return false;
    }
}
