package io.gortms.websocket.internal.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Contexts of TLS, and what of TLS is spoken: 1.2 and 1.3. */
public final class TlsContexts {

    private TlsContexts() {}

    /** With the chain and key in these files, as they are at each handshake. */
    public static SSLContext ofPem(Path chain, Path key, InstantSource clock) {
        return of(new CurrentKeys(new PemSource(chain, key, clock)));
    }

    /** With a certificate that is made in this directory. */
    public static SSLContext selfSigned(Path directory, InstantSource clock) {
        return of(new CurrentKeys(new SelfSignedSource(directory, clock)));
    }

    static SSLContext of(CurrentKeys keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has TLS", e);
        }
    }

    /** What a server of this context speaks. */
    public static String[] protocols(SSLContext context) {
        return Arrays.stream(context.getSupportedSSLParameters().getProtocols())
                .filter(protocol -> protocol.equals("TLSv1.3") || protocol.equals("TLSv1.2"))
                .toArray(String[]::new);
    }

    /** The engine of a server, which has not begun its handshake. */
    public static SSLEngine engine(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(protocols(context));
        return engine;
    }
}
