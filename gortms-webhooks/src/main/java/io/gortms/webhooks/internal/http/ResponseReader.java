package io.gortms.webhooks.internal.http;

import io.gortms.webhooks.TransportOptions;
import io.gortms.webhooks.WebhookHeaders;
import io.gortms.webhooks.WebhookResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Takes a response as it comes, keeps the beginning of its body, and ends the exchange when too much of it comes. */
final class ResponseReader implements AsyncResponseConsumer<WebhookResponse> {

    private static final byte[] EMPTY = {};

    private final Exchange exchange;
    private int status;
    private WebhookHeaders headers = WebhookHeaders.none();
    private byte[] kept = EMPTY;
    private int readBytes;
    private @Nullable FutureCallback<WebhookResponse> callback;

    ResponseReader(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void consumeResponse(
            HttpResponse response,
            @Nullable EntityDetails body,
            HttpContext context,
            FutureCallback<WebhookResponse> resultCallback)
            throws IOException {
        if (!exchange.isSent()) {
            // the client passes off as the receiver's what a proxy says when it makes no connection
            throw new IOException("the proxy answered " + response.getCode());
        }
        exchange.enter(Phase.BODY);
        status = response.getCode();
        headers = headersOf(response);
        callback = resultCallback;
        if (body == null) {
            complete();
        }
    }

    @Override
    public void informationResponse(HttpResponse response, HttpContext context) {}

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        channel.update(Integer.MAX_VALUE);
    }

    @Override
    public void consume(ByteBuffer bytes) throws IOException {
        TransportOptions options = exchange.options();
        int room = Math.min(options.keptBodyBytes() - kept.length, bytes.remaining());
        readBytes += bytes.remaining();
        if (room > 0) {
            int end = kept.length;
            kept = Arrays.copyOf(kept, end + room);
            bytes.get(kept, end, room);
        }
        bytes.position(bytes.limit());
        if (readBytes > options.maxBodyBytes()) {
            exchange.received(response());
            throw new EnoughReadException();
        }
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
        complete();
    }

    @Override
    public void failed(Exception cause) {}

    @Override
    public void releaseResources() {
        exchange.released();
    }

    private void complete() {
        WebhookResponse complete = response();
        exchange.received(complete);
        FutureCallback<WebhookResponse> waiting = callback;
        if (waiting != null) {
            waiting.completed(complete);
        }
    }

    private WebhookResponse response() {
        return new WebhookResponse(status, headers, kept, readBytes > kept.length, exchange.elapsed());
    }

    private static WebhookHeaders headersOf(HttpResponse response) {
        Header[] fields = response.getHeaders();
        String[] namesAndValues = new String[fields.length * 2];
        for (int i = 0; i < fields.length; i++) {
            namesAndValues[2 * i] = fields[i].getName();
            String value = fields[i].getValue();
            namesAndValues[2 * i + 1] = value == null ? "" : value;
        }
        return WebhookHeaders.of(namesAndValues);
    }

    /** Makes the client close the connection; nobody sees it. */
    private static final class EnoughReadException extends IOException {

        private static final long serialVersionUID = 1L;

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }
}
