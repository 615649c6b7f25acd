package io.gortms.websocket.internal.tls;

import io.gortms.websocket.SecretsException;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each handshake the credentials as they are now: looks every few seconds, when there is a handshake, whether they have
 * changed. If what is there now cannot be used, it says so and goes on with what it has. A handshake under way keeps what it began
 * with. Safe for use by any thread.
 */
final class CurrentKeys extends X509ExtendedKeyManager {

    private static final Logger LOG = LoggerFactory.getLogger(CurrentKeys.class);
    private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();

    /** Credentials, and the name that JSSE knows them by. */
    private record Named(String alias, Credentials credentials) {}

    private final CredentialsSource source;
    private final long lookNanos;

    /** Held while the source is asked. Who finds it held goes on with what there is. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile Named current;
    private volatile @Nullable Named before;
    private Object version;
    private long lookedNanos;
    private int loaded;
    private boolean failed;

    CurrentKeys(CredentialsSource source) {
        this(source, LOOK_NANOS);
    }

    CurrentKeys(CredentialsSource source, long lookNanos) {
        this.source = source;
        this.lookNanos = lookNanos;
        this.version = versionIfAny(source);
        this.current = new Named("0", source.load());
        this.lookedNanos = System.nanoTime();
    }

    /** Asked before the files are read: what is written meanwhile is read the next time. */
    private static Object versionIfAny(CredentialsSource source) {
        try {
            return source.version();
        } catch (SecretsException e) { // they are about to be made
            return e;
        }
    }

    private Named refreshed() {
        if (lock.tryLock()) {
            try {
                if (System.nanoTime() - lookedNanos >= lookNanos) {
                    look();
                }
            } finally {
                lock.unlock();
            }
        }
        return current;
    }

    private void look() {
        try {
            Object seen = source.version();
            if (!seen.equals(version)) {
                Credentials fresh = source.load();
                loaded++;
                before = current;
                current = new Named(Integer.toString(loaded), fresh);
                version = seen;
            }
            failed = false;
        } catch (SecretsException e) {
            if (!failed) {
                LOG.warn("the certificate has changed and cannot be used; the one before is used on", e);
            }
            failed = true;
        } finally {
            lookedNanos = System.nanoTime();
        }
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        Named now = refreshed();
        return now.credentials().key().getAlgorithm().equals(keyType) ? now.alias() : null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    private @Nullable Credentials find(String alias) {
        Named now = current;
        Named last = before;
        if (now.alias().equals(alias)) {
            return now.credentials();
        }
        return last != null && last.alias().equals(alias) ? last.credentials() : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Credentials found = find(alias);
        return found == null ? null : found.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Credentials found = find(alias);
        return found == null ? null : found.key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = chooseEngineServerAlias(keyType, issuers, null);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
