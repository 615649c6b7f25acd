package io.gortms.webhooks.internal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gortms.webhooks.SignatureProfile;
import io.gortms.webhooks.WebhookEndpoint;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Endpoints to the bytes of the queue {@code endpoints}, and back. */
final class EndpointCodec {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointCodec.class);
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final String NOT_STORED = "its secrets, which are not stored without a secretsKey";

    private final @Nullable Sealer sealer;

    EndpointCodec(@Nullable Sealer sealer) {
        this.sealer = sealer;
    }

    byte[] encode(Endpoint endpoint, int next) {
        WebhookEndpoint is = endpoint.settings();
        String query = is.url().getRawQuery();
        boolean needsSecrets =
                !endpoint.secrets().isEmpty() || query != null || !is.headers().isEmpty() || is.bearerToken() != null;
        String sealed = needsSecrets && sealer != null
                ? sealer.seal(
                        text(new EndpointRecord.Secrets(endpoint.secrets(), query, is.headers(), is.bearerToken())),
                        place(is.id()))
                : null;
        return bytes(new EndpointRecord(
                EndpointRecord.FORMAT,
                is.id(),
                endpoint.number(),
                next,
                false,
                withoutQuery(is.url()),
                is.events(),
                is.signer() instanceof SignatureProfile profile ? profile.name() : null,
                EndpointRecord.Schedule.of(is.schedule()),
                EndpointRecord.Failures.of(is.failures()),
                is.maxInFlight(),
                is.isFifo(),
                is.rateLimit() == null ? null : EndpointRecord.Rate.of(is.rateLimit()),
                is.proxy() == null ? null : is.proxy().toString(),
                sealed,
                needsSecrets,
                code(is),
                is.transform() != null,
                endpoint.state()));
    }

    /** An endpoint that is not complete stays as it was stored, in another state. */
    byte[] encode(EndpointRecord stored, EndpointState state, int next) {
        return bytes(stored.in(state, next));
    }

    byte[] encodeRemoved(Endpoint endpoint, int next) {
        return bytes(new EndpointRecord(
                EndpointRecord.FORMAT,
                endpoint.id(),
                endpoint.number(),
                next,
                true,
                "",
                List.of(),
                null,
                null,
                null,
                0,
                false,
                null,
                null,
                null,
                false,
                "",
                false,
                EndpointState.FRESH));
    }

    EndpointRecord decode(byte[] bytes) throws IOException {
        EndpointRecord read = MAPPER.readValue(bytes, EndpointRecord.class);
        if (read.format() != EndpointRecord.FORMAT) {
            throw new IOException("format " + read.format() + " is not " + EndpointRecord.FORMAT
                    + ", the one that this version reads");
        }
        return read;
    }

    /** The endpoint of a record; what of it was not stored, or cannot be opened, is named in {@link Endpoint#missing()}. */
    Endpoint endpoint(EndpointRecord is) {
        StringJoiner missing = new StringJoiner("; ");
        if (!is.needsCode().isEmpty()) {
            missing.add(is.needsCode());
        }
        EndpointRecord.Secrets secrets = new EndpointRecord.Secrets(List.of(), null, Map.of(), null);
        if (is.needsSecrets()) {
            if (is.sealed() == null || sealer == null) {
                missing.add(NOT_STORED);
            } else {
                try {
                    String text = sealer.open(is.sealed(), place(is.id()));
                    secrets = MAPPER.readValue(text, EndpointRecord.Secrets.class);
                } catch (GeneralSecurityException | IOException e) {
                    LOG.warn(
                            "the secrets of endpoint {} cannot be opened: was the secretsKey another one?", is.id(), e);
                    missing.add("its secrets, which this secretsKey does not open");
                }
            }
        }
        return new Endpoint(
                is.number(),
                settings(is, secrets),
                secrets.secrets(),
                is.state(),
                missing.toString(),
                is.needsTransform());
    }

    private static WebhookEndpoint settings(EndpointRecord is, EndpointRecord.Secrets secrets) {
        String url = secrets.query() == null ? is.url() : is.url() + '?' + secrets.query();
        WebhookEndpoint endpoint = WebhookEndpoint.of(is.id(), url)
                .secrets(secrets.secrets().stream().map(KeptSecret::text).toArray(String[]::new))
                .events(is.events().toArray(String[]::new))
                .maxInFlight(is.maxInFlight());
        if (is.profile() != null) {
            endpoint = endpoint.signer(SignatureProfile.valueOf(is.profile()));
        }
        if (is.schedule() != null) {
            endpoint = endpoint.schedule(is.schedule().read());
        }
        if (is.failures() != null) {
            endpoint = endpoint.failures(is.failures().read());
        }
        if (is.fifo()) {
            endpoint = endpoint.fifo();
        }
        if (is.rateLimit() != null) {
            endpoint = endpoint.rateLimit(is.rateLimit().read());
        }
        if (is.proxy() != null) {
            endpoint = endpoint.proxy(is.proxy());
        }
        for (Map.Entry<String, String> header : secrets.headers().entrySet()) {
            endpoint = endpoint.header(header.getKey(), header.getValue());
        }
        return secrets.bearerToken() == null ? endpoint : endpoint.bearerToken(secrets.bearerToken());
    }

    private static String code(WebhookEndpoint is) {
        StringJoiner code = new StringJoiner(", ");
        if (!(is.signer() instanceof SignatureProfile)) {
            code.add("its signer");
        }
        if (is.classifier() != null) {
            code.add("its classifier");
        }
        if (is.transform() != null) {
            code.add("its transform");
        }
        if (is.tls() != null) {
            code.add("its TLS context");
        }
        return code.length() == 0 ? "" : code + ", which is code";
    }

    private static String withoutQuery(URI url) {
        String text = url.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }

    private static String place(String id) {
        return "endpoint " + id;
    }

    private static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of our own is no JSON", e);
        }
    }

    private static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of our own is no JSON", e);
        }
    }
}
