package io.gortms.webhooks;

/**
 * Changes what an endpoint is sent. Called once for each webhook and endpoint, before it is signed; the result is stored, and the
 * same at every attempt. Called on a thread of the broker's, for one event after another: meanwhile nothing else is handed on to
 * any endpoint, so it must be quick, and must not register or change endpoints. If it throws, gives null or makes the body too
 * large, the webhook becomes a dead letter of this endpoint.
 */
@FunctionalInterface
public interface WebhookTransform {

    /**
     * What to send instead.
     *
     * @param event the type of the event
     * @param body the JSON body as it would be sent: {@code {"event":…,"timestamp":…,"data":…}}
     * @return JSON in UTF-8
     * @throws Exception to give the webhook up for this endpoint
     */
    byte[] transform(String event, byte[] body) throws Exception;
}
