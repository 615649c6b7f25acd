package io.gortms.webhooks.internal.delivery;

import io.gortms.webhooks.ResponseClassifier;
import io.gortms.webhooks.RetrySchedule;
import io.gortms.webhooks.TransportOptions;
import io.gortms.webhooks.WebhookEndpoint;
import io.gortms.webhooks.WebhookSecret;
import io.gortms.webhooks.WebhookSigner;
import io.gortms.webhooks.internal.store.AttemptKey;
import io.gortms.webhooks.internal.store.Endpoint;
import io.gortms.webhooks.internal.store.KeptSecret;
import io.gortms.webhooks.internal.url.Urls;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where a webhook goes and how, made ready once for many attempts. Immutable.
 *
 * @param endpoint the endpoint's id; empty if it is none
 * @param number the endpoint's number; see {@link AttemptKey}
 * @param headers what is sent besides the signature
 * @param keys the secrets, the newest first
 */
public record Target(
        String endpoint,
        int number,
        URI url,
        WebhookSigner signer,
        List<Key> keys,
        Map<String, String> headers,
        RetrySchedule schedule,
        ResponseClassifier classifier,
        TransportOptions options) {

    private static final String BEARER = "Bearer ";
    private static final String USER_AGENT = "gortms-webhooks";

    /** What is shorter hides nothing, and would be found in every other word. */
    private static final int SHORTEST_SECRET = 6;

    /** A secret, and until when it signs. */
    record Key(WebhookSecret secret, long untilMicros) {}

    /** That of an endpoint. */
    public static Target of(Endpoint endpoint, TransportOptions defaults) {
        WebhookEndpoint is = endpoint.settings();
        List<Key> keys = new ArrayList<>();
        for (KeptSecret secret : endpoint.secrets()) {
            keys.add(new Key(is.signer().readSecret(secret.text()), secret.untilMicros()));
        }
        Map<String, String> headers = plainHeaders();
        is.headers().forEach((name, value) -> set(headers, name, value));
        if (is.bearerToken() != null) {
            set(headers, "Authorization", BEARER + is.bearerToken());
        }
        TransportOptions options = defaults;
        if (is.proxy() != null) {
            options = options.proxy(is.proxy());
        }
        if (is.tls() != null) {
            options = options.sslContext(is.tls());
        }
        return new Target(
                is.id(),
                endpoint.number(),
                is.url(),
                is.signer(),
                keys,
                headers,
                is.schedule(),
                Objects.requireNonNullElse(is.classifier(), ResponseClassifier.standard()),
                options);
    }

    /** That of a URL. */
    public static Target of(
            URI url, WebhookSigner signer, String secret, RetrySchedule schedule, TransportOptions options) {
        return new Target(
                "",
                AttemptKey.DIRECT,
                url,
                signer,
                List.of(new Key(signer.readSecret(secret), 0)),
                plainHeaders(),
                schedule,
                ResponseClassifier.standard(),
                options);
    }

    /** Instead of one that is written in other case. */
    private static void set(Map<String, String> headers, String name, String value) {
        headers.keySet().removeIf(name::equalsIgnoreCase);
        headers.put(name, value);
    }

    private static Map<String, String> plainHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", USER_AGENT);
        return headers;
    }

    /**
     * Looks whether this can be signed.
     *
     * @throws io.gortms.webhooks.InvalidSecretException if it cannot
     */
    public void requireUsable() {
        signer.requireUsable(keys.stream().map(Key::secret).toList());
    }

    /** The secrets that sign now. */
    List<WebhookSecret> secrets(long nowMicros) {
        if (keys.size() == 1) {
            return List.of(keys.get(0).secret());
        }
        return keys.stream()
                .filter(key -> key.untilMicros() == 0 || nowMicros < key.untilMicros())
                .map(Key::secret)
                .toList();
    }

    /** The URL as it may be shown. */
    String shownUrl() {
        return Urls.redacted(url);
    }

    /** A text without what is secret here: a receiver may send back what it got. */
    String redact(String text) {
        if (text.isEmpty()) {
            return text;
        }
        String clean = text;
        for (String secret : longestFirst()) {
            clean = clean.replace(secret, "***");
        }
        return clean;
    }

    /** What is secret: one may stand within another, of which nothing would be found without it. */
    private List<String> longestFirst() {
        List<String> all = new ArrayList<>();
        keys.forEach(key -> all.add(key.secret().reveal()));
        for (String value : headers.values()) {
            if (!plainHeaders().containsValue(value)) {
                all.add(value);
                all.add(value.startsWith(BEARER) ? value.substring(BEARER.length()) : value);
            }
        }
        all.add(Objects.requireNonNullElse(url.getRawQuery(), ""));
        all.removeIf(secret -> secret.length() < SHORTEST_SECRET);
        all.sort(Comparator.comparingInt(String::length).reversed());
        return all;
    }

    @Override
    public String toString() {
        return "Target[" + endpoint + " at " + shownUrl() + "]";
    }
}
