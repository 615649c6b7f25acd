package io.gortms.webhooks.internal.http;

import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Carries an exchange through the client to where connections are made. */
final class ExchangeContext extends HttpClientContext {

    final Exchange exchange;

    ExchangeContext(Exchange exchange) {
        this.exchange = exchange;
        // connections are shared only among requests that may go to the same addresses with the same TLS
        setUserToken(exchange.options());
    }

    static Exchange exchangeOf(HttpContext context) {
        return ((ExchangeContext) context).exchange;
    }
}
