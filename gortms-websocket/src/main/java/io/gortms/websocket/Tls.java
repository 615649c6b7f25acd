package io.gortms.websocket;

import io.gortms.websocket.internal.tls.TlsContexts;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** What a server is encrypted with: TLS 1.2 or 1.3, on both of its ports. Immutable; files are looked at when the server starts. */
public final class Tls {

    private final Supplier<SSLContext> context;

    private Tls(Supplier<SSLContext> context) {
        this.context = context;
    }

    /** With a context of the application's. */
    public static Tls of(SSLContext context) {
        Objects.requireNonNull(context, "context");
        return new Tls(() -> context);
    }

    /**
     * With a certificate in PEM (RFC 7468). The files are looked at again every few seconds: when they change, new connections get
     * what is there now. What cannot be used then is logged, and the certificate before is used on.
     *
     * @param chain the server's certificate, and after it those of who vouches for it
     * @param key the key of the first, RSA or EC, in PKCS#8 without a password
     */
    public static Tls pem(Path chain, Path key) {
        Objects.requireNonNull(chain, "chain");
        Objects.requireNonNull(key, "key");
        return new Tls(() -> TlsContexts.ofPem(chain, key, InstantSource.system()));
    }

    /**
     * With a certificate that is made when the server starts for the first time, for {@code localhost}, {@code 127.0.0.1} and {@code
     * ::1}: RSA 2048, valid for a year, made again when fewer than 30 days are left. Where it is and what its SHA-256 is, is logged;
     * clients have to be told to trust it.
     *
     * <p>If {@code server.crt} or {@code server.key} is there and was not made by this, both are used as they are, as by {@link
     * #pem}, and never written.
     *
     * @param directory where {@code server.crt}, {@code server.key} (mode 600) and {@code server.made} are kept; such as {@code tls}
     *     in the broker's data directory
     */
    public static Tls selfSigned(Path directory) {
        return selfSigned(directory, InstantSource.system());
    }

    static Tls selfSigned(Path directory, InstantSource clock) {
        Objects.requireNonNull(directory, "directory");
        return new Tls(() -> TlsContexts.selfSigned(directory, clock));
    }

    Supplier<SSLContext> context() {
        return context;
    }
}
