package io.gortms.webhooks.internal.http;

import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.io.ModalCloseable;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.Timeout;

/**
 * TLS 1.2 or 1.3 with the context of the request. The certificate must be of the host in the URL, and sessions are resumed by that
 * name and port, so that two names on one address never share one.
 */
final class ExchangeTls extends DefaultClientTlsStrategy {

    private static final String[] VERSIONS = {TLS.V_1_3.getId(), TLS.V_1_2.getId()};

    private final Exchange exchange;
    private final PendingConnection pending;

    ExchangeTls(Exchange exchange, PendingConnection pending) {
        super(
                contextOf(exchange),
                VERSIONS,
                null,
                SSLBufferMode.STATIC,
                HostnameVerificationPolicy.BOTH,
                HttpsSupport.getDefaultHostnameVerifier());
        this.exchange = exchange;
        this.pending = pending;
    }

    @Override
    public void upgrade(
            TransportSecurityLayer connection,
            NamedEndpoint host,
            Object attachment,
            Timeout handshakeTimeout,
            FutureCallback<TransportSecurityLayer> callback) {
        exchange.enter(Phase.HANDSHAKING);
        if (connection instanceof ModalCloseable closeable) {
            pending.handshaking(closeable);
        }
        super.upgrade(connection, host, attachment, handshakeTimeout, callback);
    }

    private static SSLContext contextOf(Exchange exchange) {
        SSLContext own = exchange.options().sslContext();
        return own != null ? own : Default.CONTEXT;
    }

    /** Made when first needed, for it reads the JVM's certificates. */
    private static final class Default {
        static final SSLContext CONTEXT = SSLContexts.createSystemDefault();
    }
}
