package io.gortms.websocket.internal.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/**
 * What a server shows that it is who it says.
 *
 * @param key the private key
 * @param chain its certificate, and those of who vouches for it
 */
public record Credentials(PrivateKey key, List<X509Certificate> chain) {

    private static final byte[] ANYTHING = {1, 2, 3};

    /** The server's own certificate. */
    X509Certificate certificate() {
        return chain.get(0);
    }

    /** Whether the key is that of the certificate. */
    boolean belongTogether() {
        PublicKey publicKey = certificate().getPublicKey();
        if (!publicKey.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign(key);
            signature.update(ANYTHING);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(ANYTHING);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The SHA-256 of the certificate, as browsers show it. */
    String fingerprint() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(certificate().getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
