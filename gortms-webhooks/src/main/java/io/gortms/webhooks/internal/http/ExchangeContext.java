package io.gortms.webhooks.internal.http;

import io.gortms.webhooks.AddressPolicy;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Carries an exchange through the client to where connections are made. */
final class ExchangeContext extends HttpClientContext {

    final Exchange exchange;

    ExchangeContext(Exchange exchange) {
        this.exchange = exchange;
        setUserToken(new Sharing(
                exchange.options().addressPolicy(), exchange.options().sslContext()));
    }

    static Exchange exchangeOf(HttpContext context) {
        return ((ExchangeContext) context).exchange;
    }

    /** Beside host, port and proxy: a connection serves only requests that may go to the same addresses with the same TLS. */
    private record Sharing(AddressPolicy policy, @Nullable SSLContext tls) {}
}
