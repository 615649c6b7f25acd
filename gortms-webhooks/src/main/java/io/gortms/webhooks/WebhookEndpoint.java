package io.gortms.webhooks;

import io.gortms.webhooks.internal.url.Urls;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The description of an endpoint: where webhooks go, which ones, and how. Immutable: each setter returns a new one, the result
 * of which must be used; it takes effect when it is {@linkplain Webhooks#register registered}. Safe for use by any thread.
 *
 * <p>What is code cannot be stored: a {@link #signer(WebhookSigner) signer} of your own, a {@link #classifier}, a {@link
 * #transform} and a {@link #tls TLS context}. After a restart an endpoint with one of these, or with a secret that was not
 * stored, keeps its webhooks until it is registered again; while a transform is missing, for as long as the {@linkplain
 * WebhooksBuilder#history history} goes.
 */
public final class WebhookEndpoint {

    /** The longest id, in characters. */
    public static final int MAX_ID_LENGTH = 40;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0," + (MAX_ID_LENGTH - 1) + "}");
    private static final int MAX_IN_FLIGHT_LIMIT = 1000;

    private final Draft is;

    private WebhookEndpoint(Draft draft) {
        this.is = draft;
    }

    /** What changes while one is made; never after. */
    private static final class Draft implements Cloneable {
        private final String id;
        private final URI url;
        private List<String> secrets = List.of();
        private List<String> events = List.of("#");
        private WebhookSigner signer = SignatureProfile.GOST;
        private RetrySchedule schedule = RetrySchedule.standard();
        private FailurePolicy failures = FailurePolicy.defaults();
        private int maxInFlight = 4;
        private boolean fifo;
        private @Nullable RateLimit rateLimit;
        private Map<String, String> headers = Map.of();
        private @Nullable String bearerToken;
        private @Nullable URI proxy;
        private @Nullable SSLContext tls;
        private @Nullable ResponseClassifier classifier;
        private @Nullable WebhookTransform transform;

        Draft(String id, URI url) {
            this.id = id;
            this.url = url;
        }

        @Override
        public Draft clone() {
            try {
                return (Draft) super.clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private WebhookEndpoint with(Consumer<Draft> change) {
        Draft draft = is.clone();
        change.accept(draft);
        return new WebhookEndpoint(draft);
    }

    /**
     * An endpoint for all events, with the default of everything else.
     *
     * @param id what it is called: 1 to {@value #MAX_ID_LENGTH} of {@code [A-Za-z0-9_-]}, the first of which is a letter or a digit
     * @param url an absolute URL
     * @throws IllegalArgumentException if the id or the URL is not like that
     */
    public static WebhookEndpoint of(String id, String url) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("an endpoint's id is 1 to " + MAX_ID_LENGTH
                    + " of [A-Za-z0-9_-], the first of which is a letter or a digit; not '" + id + "'");
        }
        return new WebhookEndpoint(new Draft(id, Urls.parse(url)));
    }

    /**
     * What its requests are signed with; the kinds of secrets are those of the {@linkplain #signer(WebhookSigner) signer}, by
     * default Gost's, any text.
     */
    public WebhookEndpoint secret(String secret) {
        return secrets(secret);
    }

    /** Several secrets that are valid at the same time, the newest first; see {@link Webhooks#rotateSecret}. */
    public WebhookEndpoint secrets(String... newestFirst) {
        List<String> list = List.of(newestFirst);
        return with(draft -> draft.secrets = list);
    }

    /**
     * Which events it gets: those that match one of these. Words are separated by dots; {@code *} stands for one word, {@code #}
     * for any number of them. Default {@code #}.
     *
     * @throws IllegalArgumentException if there is none, or one is no filter
     */
    public WebhookEndpoint events(String... filters) {
        List<String> list = List.of(filters);
        if (list.isEmpty()) {
            throw new IllegalArgumentException("an endpoint without events gets nothing; \"#\" is for all");
        }
        list.forEach(filter -> {
            if (!EventNames.isFilter(filter)) {
                throw new IllegalArgumentException(
                        "a filter is words, * and # with dots between, such as order.*, not '" + filter + "'");
            }
        });
        return with(draft -> draft.events = list);
    }

    /** How requests are signed; default {@link SignatureProfile#GOST}. One of your own is code. */
    public WebhookEndpoint signer(WebhookSigner value) {
        Objects.requireNonNull(value, "signer");
        return with(draft -> draft.signer = value);
    }

    /** When a webhook that was not delivered is sent again; default {@link RetrySchedule#standard()}. */
    public WebhookEndpoint schedule(RetrySchedule value) {
        Objects.requireNonNull(value, "schedule");
        return with(draft -> draft.schedule = value);
    }

    /** What failures do to the endpoint; default {@link FailurePolicy#defaults()}. */
    public WebhookEndpoint failures(FailurePolicy value) {
        Objects.requireNonNull(value, "failures");
        return with(draft -> draft.failures = value);
    }

    /** How many requests are under way to it at the same time; default 4, at most 1000. */
    public WebhookEndpoint maxInFlight(int value) {
        if (value < 1 || value > MAX_IN_FLIGHT_LIMIT) {
            throw new IllegalArgumentException("maxInFlight is 1 to " + MAX_IN_FLIGHT_LIMIT + ", not " + value);
        }
        return with(draft -> draft.maxInFlight = value);
    }

    /**
     * One at a time, in the order of dispatch: while one waits for its retry, those after it wait too, until it is delivered or
     * given up ({@link RetrySchedule#maxAge(java.time.Duration) maxAge} bounds that). Holds for what is dispatched from then
     * on, as long as the first delay of its schedule stays what it is.
     */
    public WebhookEndpoint fifo() {
        return with(draft -> draft.fifo = true);
    }

    /** How often it is sent to at most; default as often as it can take. */
    public WebhookEndpoint rateLimit(RateLimit value) {
        Objects.requireNonNull(value, "rateLimit");
        return with(draft -> draft.rateLimit = value);
    }

    /**
     * One more header of every request. Its value counts as a secret.
     *
     * @throws IllegalArgumentException if it is no header, or one that is set already
     */
    public WebhookEndpoint header(String name, String value) {
        HeaderRules.check(name, value);
        Map<String, String> all = new LinkedHashMap<>(is.headers);
        all.keySet().removeIf(name::equalsIgnoreCase);
        all.put(name, value);
        return with(draft -> draft.headers = Collections.unmodifiableMap(all));
    }

    /** Sends {@code Authorization: Bearer <token>}. */
    public WebhookEndpoint bearerToken(String token) {
        HeaderRules.checkValue(token);
        return with(draft -> draft.bearerToken = token);
    }

    /** Sends through this HTTP proxy, such as {@code http://proxy.example:3128}, which resolves the endpoint's name itself. */
    public WebhookEndpoint proxy(String url) {
        URI parsed = Urls.parse(url);
        if (parsed.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "a proxy's URL has no user and password in it, since it is stored as it is");
        }
        return with(draft -> draft.proxy = parsed);
    }

    /** Whom to trust, and with which key to authenticate (mTLS); default the JVM's trust and no key. It is code. */
    public WebhookEndpoint tls(SSLContext value) {
        Objects.requireNonNull(value, "tls");
        return with(draft -> draft.tls = value);
    }

    /** What answers mean; default {@link ResponseClassifier#standard()}. It is code. */
    public WebhookEndpoint classifier(ResponseClassifier value) {
        Objects.requireNonNull(value, "classifier");
        return with(draft -> draft.classifier = value);
    }

    /** Changes what it is sent; default nothing. It is code. */
    public WebhookEndpoint transform(WebhookTransform value) {
        Objects.requireNonNull(value, "transform");
        return with(draft -> draft.transform = value);
    }

    /** What it is called. */
    public String id() {
        return is.id;
    }

    /** Where it is. */
    public URI url() {
        return is.url;
    }

    /** Its secrets, the newest first. */
    public List<String> secrets() {
        return is.secrets;
    }

    /** Which events it gets. */
    public List<String> events() {
        return is.events;
    }

    /** How requests are signed. */
    public WebhookSigner signer() {
        return is.signer;
    }

    /** When a webhook is sent again. */
    public RetrySchedule schedule() {
        return is.schedule;
    }

    /** What failures do to it. */
    public FailurePolicy failures() {
        return is.failures;
    }

    /** How many requests are under way at the same time: 1 for a FIFO endpoint. */
    public int maxInFlight() {
        return is.fifo ? 1 : is.maxInFlight;
    }

    /** Whether it gets its webhooks one at a time, in order. */
    public boolean isFifo() {
        return is.fifo;
    }

    /** How often it is sent to at most, or null. */
    public @Nullable RateLimit rateLimit() {
        return is.rateLimit;
    }

    /** The headers of its own. */
    public Map<String, String> headers() {
        return is.headers;
    }

    /** The bearer token, or null. */
    public @Nullable String bearerToken() {
        return is.bearerToken;
    }

    /** The proxy, or null. */
    public @Nullable URI proxy() {
        return is.proxy;
    }

    /** The TLS context, or null. */
    public @Nullable SSLContext tls() {
        return is.tls;
    }

    /** What answers mean, or null for the standard. */
    public @Nullable ResponseClassifier classifier() {
        return is.classifier;
    }

    /** What changes its bodies, or null. */
    public @Nullable WebhookTransform transform() {
        return is.transform;
    }

    /** Its id and URL, without the query; nothing secret. */
    @Override
    public String toString() {
        return "WebhookEndpoint[" + is.id + " at " + Urls.redacted(is.url) + "]";
    }
}
