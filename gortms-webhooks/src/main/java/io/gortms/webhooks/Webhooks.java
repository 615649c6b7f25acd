package io.gortms.webhooks;

import io.gortms.Broker;
import io.gortms.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends signed webhooks, each at least once, through restarts: what is dispatched is in queues of the broker (domain {@code
 * _webhooks}) before {@code dispatch} returns, and stays until its endpoint has it or it is given up.
 *
 * <pre>{@code
 * try (Webhooks webhooks = Webhooks.builder(broker).secretsKey(key).build()) {
 *     webhooks.register(WebhookEndpoint.of("acme", "https://client.example/callback").secret(secret).events("order.*"));
 *     webhooks.dispatch("order.paid", order);
 * }
 * }</pre>
 *
 * <p>A request is {@code POST} with the JSON body {@code {"event":…,"timestamp":…,"data":…}}, the timestamp being that of the
 * dispatch in seconds since 1970. Id and body are the same at every attempt and endpoint (unless an endpoint {@linkplain
 * WebhookEndpoint#transform transforms} it). A process that dies sends again what was under way, with the same id: receivers
 * that remember ids see each webhook once.
 *
 * <p>All methods are safe for use by any thread. There is one {@code Webhooks} for a broker at a time.
 */
public interface Webhooks extends AutoCloseable {

    /** Starts the description; {@link WebhooksBuilder#build()} opens it on this broker, which must stay open meanwhile. */
    static WebhooksBuilder builder(Broker broker) {
        return new WebhooksBuilder(broker);
    }

    /**
     * Registers an endpoint, or replaces the one of this id, at once and for what waits already. It is stored; its secrets only
     * if there is a {@link WebhooksBuilder#secretsKey(byte[]) key}. A disabled endpoint stays so until {@link #enable}.
     *
     * @throws BlockedAddressException if its URL is not one that may be sent to
     * @throws InvalidSecretException if its secrets are not those of its signer, or it has none and the signer is none of your own
     * @throws IllegalArgumentException if its id differs from that of another one by case only
     */
    void register(WebhookEndpoint endpoint);

    /**
     * Removes an endpoint, with what waits for it and its dead letters.
     *
     * @throws EndpointNotFoundException if there is none
     */
    void unregister(String endpoint);

    /** All endpoints, by id; a snapshot. */
    List<EndpointStatus> endpoints();

    /**
     * How an endpoint is; a snapshot.
     *
     * @throws EndpointNotFoundException if there is none
     */
    EndpointStatus endpoint(String endpoint);

    /**
     * Stops sending to an endpoint, durably; what is dispatched waits. Requests under way go on.
     *
     * @throws EndpointNotFoundException if there is none
     */
    void pause(String endpoint);

    /**
     * Undoes {@link #pause}, and ends a pause that failures have made. What has waited is sent at a growing pace.
     *
     * @throws EndpointNotFoundException if there is none
     */
    void resume(String endpoint);

    /**
     * Undoes that an endpoint was disabled. What waited for it is sent; see {@link #replayMissing} for what was not kept.
     *
     * @throws EndpointNotFoundException if there is none
     */
    void enable(String endpoint);

    /**
     * Signs with a new secret from now on, and with those before too, for {@link WebhooksBuilder#secretOverlap secretOverlap};
     * but a Gost signature is that of the newest secret only, so its receivers must know the new one before.
     *
     * @throws EndpointNotFoundException if there is none
     * @throws IllegalStateException if the endpoint has parts that were not stored and have to be given again
     * @throws InvalidSecretException if it is not one of the endpoint's signer
     */
    void rotateSecret(String endpoint, String newSecret);

    /**
     * Sends an event to all endpoints that want it. When this returns it is in the journal, for all of them or none.
     *
     * @param data anything that the broker's object mapper writes as JSON
     * @throws io.gortms.MessageTooLargeException if the body is larger than {@link WebhooksBuilder#maxPayloadBytes}; nothing is
     *     stored
     * @throws WebhooksClosedException if this is closed; nothing is stored
     * @throws io.gortms.BrokerException as {@link io.gortms.MessageQueue#publish}
     */
    default DispatchReceipt dispatch(String event, @Nullable Object data) {
        return dispatch(WebhookMessage.of(event, data));
    }

    /** Like {@link #dispatch(String, Object)}, with an idempotency key if the message has one. */
    DispatchReceipt dispatch(WebhookMessage message);

    /**
     * Sends an event to one URL, once, and waits for what comes of it, at most for the {@linkplain TransportOptions#deadline()
     * deadline} of a request; nothing is stored but the attempt. It signs on this thread, and does not count for {@link
     * WebhooksBuilder#maxInFlight}. The same as Gost's {@code SendWebhook}.
     *
     * @param secret for the signature of {@link WebhooksBuilder#profile}
     * @return the attempt, delivered or not
     * @throws io.gortms.MessageTooLargeException if the body is larger than {@link WebhooksBuilder#maxPayloadBytes}
     * @throws InvalidSecretException if the secret is not one of the profile
     * @throws BlockedAddressException if the URL is not one that may be sent to
     */
    WebhookAttempt send(String url, String secret, String event, @Nullable Object data);

    /**
     * Sends an event to a URL that is no registered endpoint, durably, and again by {@link WebhooksBuilder#schedule}, by default
     * after 1, 2, 4 and 8 seconds. Profile, schedule and limits are those of the process that sends it. The same as Gost's {@code
     * DispatchWebhookWithRetry}.
     *
     * @throws IllegalStateException if there is no {@link WebhooksBuilder#secretsKey(byte[]) key}: the secret must be stored,
     *     and never is in the clear
     * @throws InvalidSecretException if the secret is not one of the profile
     * @throws io.gortms.MessageTooLargeException if the body is larger than {@link WebhooksBuilder#maxPayloadBytes}
     * @throws BlockedAddressException if the URL is not one that may be sent to
     */
    default DispatchReceipt dispatchTo(String url, String secret, String event, @Nullable Object data) {
        return dispatchTo(url, secret, WebhookMessage.of(event, data));
    }

    /** Like {@link #dispatchTo(String, String, String, Object)}, with an idempotency key if the message has one. */
    DispatchReceipt dispatchTo(String url, String secret, WebhookMessage message);

    /** Attempts from the log, newest first. They are kept for {@link WebhooksBuilder#history}. */
    List<WebhookAttempt> attempts(AttemptQuery query);

    /**
     * What an endpoint was not delivered and is not tried again, oldest first. The payload is the body; the headers {@code event}
     * and {@code dispatched} (microseconds since 1970) say what it is, and {@code gortms-dead-reason} why. The webhook's id is in
     * the header {@code id}, or for {@link #dispatchTo} it is the letter's own.
     *
     * @param endpoint its id; empty for those of {@link #dispatchTo}
     * @param max how many at most
     */
    List<StoredMessage> deadLetters(String endpoint, int max);

    /**
     * Sends a webhook again, with its id: wherever it is a dead letter, with the body of then; or, if it is none anywhere, to
     * every endpoint that it went to, as long as it is in the {@linkplain WebhooksBuilder#history history}. Calling it twice within
     * a minute does nothing more. What {@link #dispatchTo} has delivered is not sent again. Goes through the history, so that it
     * may take a while.
     *
     * <p>Attempts are counted from 1 again, and so is its age. What a transform has failed on is given up again, and so is what was
     * older than the schedule's maxAge before it was handed on to the endpoint.
     *
     * @return to how many endpoints it is sent again
     */
    int redeliver(String id);

    /**
     * Sends again what was dispatched in a time range and is a dead letter of an endpoint. What waits or was delivered is left
     * alone, so that calling it twice does nothing more. See {@link #redeliver} for attempts and age.
     *
     * @param since the beginning, inclusive
     * @param until the end, exclusive
     * @return how many are sent again
     */
    int recover(String endpoint, Instant since, Instant until);

    /**
     * Sends what was dispatched in a time range, is of the events that an endpoint gets, and was never kept for it: it was
     * disabled then, or not registered yet; one that was removed and registered again is a new one. Calling it twice does nothing
     * more, as long as the log goes back that far. Reads the log from {@code since} on, so that it may take a while.
     *
     * @param since the beginning, inclusive
     * @param until the end, exclusive
     * @return how many are sent
     * @throws EndpointNotFoundException if there is none
     * @throws IllegalStateException if the endpoint has parts that were not stored and have to be given again
     */
    int replayMissing(String endpoint, Instant since, Instant until);

    /**
     * Waits (in real time) until everything dispatched so far is delivered or given up, but for what waits for a transform that is
     * missing since the start.
     *
     * @return whether it is; false when the wait is over or the thread is interrupted (its flag stays set)
     */
    boolean awaitSettled(Duration wait);

    /**
     * Sends nothing more, gives requests under way {@link WebhooksBuilder#shutdownTimeout}, then aborts them. Everything that was
     * not delivered stays in the journal. Idempotent. The broker stays open.
     */
    @Override
    void close();
}
