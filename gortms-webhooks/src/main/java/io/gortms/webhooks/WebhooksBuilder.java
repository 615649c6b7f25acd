package io.gortms.webhooks;

import io.gortms.Broker;
import io.gortms.Durability;
import io.gortms.webhooks.internal.LocalWebhooks;
import io.gortms.webhooks.internal.WebhooksConfig;
import io.gortms.webhooks.internal.store.Sealer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The description of webhooks; what is not set is at its default. Used by one thread. */
public final class WebhooksBuilder {

    private final Broker broker;
    private final List<WebhookListener> listeners = new ArrayList<>();
    private @Nullable Sealer sealer;
    private SignatureProfile profile = SignatureProfile.GOST;
    private RetrySchedule schedule = RetrySchedule.exponential(Duration.ofSeconds(1), 2.0, Duration.ofHours(1), 5);
    private TransportOptions options = TransportOptions.defaults();
    private @Nullable WebhookTransport transport;
    private Durability durability = Durability.PROCESS_CRASH;
    private int maxPayloadBytes = 256 * 1024;
    private int maxInFlight = 64;
    private Duration history = Duration.ofDays(7);
    private Duration idempotencyWindow = Duration.ofHours(24);
    private Duration secretOverlap = Duration.ofHours(24);
    private Duration shutdownTimeout = Duration.ofSeconds(30);

    WebhooksBuilder(Broker broker) {
        this.broker = Objects.requireNonNull(broker, "broker");
    }

    /**
     * Encrypts secrets, headers, tokens and query strings in the data directory (AES-GCM); default no key, and none of them is
     * written: endpoints that have some are registered again after each start, and {@link Webhooks#dispatchTo} is refused.
     *
     * @param key an AES key of 16, 24 or 32 random bytes, which is kept elsewhere
     */
    public WebhooksBuilder secretsKey(byte[] key) {
        sealer = new Sealer(key);
        return this;
    }

    /** How {@link Webhooks#send} and {@link Webhooks#dispatchTo} sign; default {@link SignatureProfile#GOST}. */
    public WebhooksBuilder profile(SignatureProfile value) {
        profile = Objects.requireNonNull(value, "profile");
        return this;
    }

    /** When {@link Webhooks#dispatchTo} tries again; default exponential(1 s, 2.0, 1 h, 5 attempts). */
    public WebhooksBuilder schedule(RetrySchedule value) {
        schedule = Objects.requireNonNull(value, "schedule");
        return this;
    }

    /** Limits of each request, and which addresses may be sent to; default {@link TransportOptions#defaults()}. Not stored. */
    public WebhooksBuilder transportOptions(TransportOptions value) {
        options = Objects.requireNonNull(value, "transportOptions");
        return this;
    }

    /** Which addresses may be sent to; default {@link AddressPolicy#publicOnly()}. Part of the transport options: set it after them. */
    public WebhooksBuilder addressPolicy(AddressPolicy value) {
        options = options.addressPolicy(value);
        return this;
    }

    /** What sends; default Apache HttpClient. It is not closed with the webhooks. */
    public WebhooksBuilder transport(WebhookTransport value) {
        transport = Objects.requireNonNull(value, "transport");
        return this;
    }

    /** What a dispatch survives once it has returned; default {@link Durability#PROCESS_CRASH}. The log's is always that. */
    public WebhooksBuilder durability(Durability value) {
        durability = Objects.requireNonNull(value, "durability");
        return this;
    }

    /** The largest body, in bytes; default 256 KiB. */
    public WebhooksBuilder maxPayloadBytes(int value) {
        maxPayloadBytes = atLeastOne(value, "maxPayloadBytes");
        return this;
    }

    /** How many requests are under way at the same time to all endpoints together, those of send not counted; default 64. */
    public WebhooksBuilder maxInFlight(int value) {
        maxInFlight = atLeastOne(value, "maxInFlight");
        return this;
    }

    /**
     * For how long events and attempts are kept, and what is dispatched while an endpoint's transform is missing; default 7 days.
     * What waits for an endpoint is kept for ever.
     */
    public WebhooksBuilder history(Duration value) {
        history = positive(value, "history");
        return this;
    }

    /** For how long idempotency keys are remembered; default 24 hours, a million of them at most. */
    public WebhooksBuilder idempotencyWindow(Duration value) {
        idempotencyWindow = positive(value, "idempotencyWindow");
        return this;
    }

    /** For how long a secret that was replaced still signs; default 24 hours. */
    public WebhooksBuilder secretOverlap(Duration value) {
        secretOverlap = positive(value, "secretOverlap");
        return this;
    }

    /** How long {@link Webhooks#close()} waits for requests under way, in real time; default 30 seconds. */
    public WebhooksBuilder shutdownTimeout(Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("shutdownTimeout is not negative, as " + value + " is");
        }
        shutdownTimeout = value;
        return this;
    }

    /** Is told what happens to endpoints; several may be added. */
    public WebhooksBuilder listener(WebhookListener value) {
        listeners.add(Objects.requireNonNull(value, "listener"));
        return this;
    }

    /**
     * Opens the webhooks: what an earlier process has not delivered is sent now.
     *
     * @throws IllegalStateException if there are open webhooks on this broker already
     * @throws io.gortms.BrokerClosedException if the broker is closed
     */
    public Webhooks build() {
        return LocalWebhooks.open(new WebhooksConfig(
                broker,
                sealer,
                profile,
                schedule,
                options,
                transport,
                durability,
                maxPayloadBytes,
                maxInFlight,
                history,
                idempotencyWindow,
                secretOverlap,
                shutdownTimeout,
                listeners));
    }

    private static int atLeastOne(int value, String option) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " is at least 1, not " + value);
        }
        return value;
    }

    private static Duration positive(Duration value, String option) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(option + " is above zero, not " + value);
        }
        return value;
    }
}
