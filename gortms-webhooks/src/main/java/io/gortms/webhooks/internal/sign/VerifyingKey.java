package io.gortms.webhooks.internal.sign;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/** An Ed25519 public key (RFC 8032). Safe for use by any thread. */
public final class VerifyingKey {

    static final String ALGORITHM = "Ed25519";
    static final int KEY_BYTES = 32;

    // SubjectPublicKeyInfo of RFC 8410: SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING }, then the 32 bytes of the
    // key.
    private static final byte[] SPKI_HEAD = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    private final byte[] raw;
    private final PublicKey key;

    private VerifyingKey(byte[] raw, PublicKey key) {
        this.raw = raw;
        this.key = key;
    }

    /**
     * Reads the 32 bytes of a key, or the 44 bytes of its X.509 form.
     *
     * @throws GeneralSecurityException if the bytes are neither, or no point of the curve
     */
    public static VerifyingKey of(byte[] bytes) throws GeneralSecurityException {
        byte[] raw = isX509(bytes) ? Arrays.copyOfRange(bytes, SPKI_HEAD.length, bytes.length) : bytes.clone();
        if (raw.length != KEY_BYTES) {
            throw new SignatureException("a public key has " + KEY_BYTES + " bytes, not " + raw.length);
        }
        byte[] encoded = Arrays.copyOf(SPKI_HEAD, SPKI_HEAD.length + KEY_BYTES);
        System.arraycopy(raw, 0, encoded, SPKI_HEAD.length, KEY_BYTES);
        PublicKey key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
        // only here does the provider look whether it is a point of the curve
        Signature.getInstance(ALGORITHM).initVerify(key);
        return new VerifyingKey(raw, key);
    }

    /** Whether these bytes are the X.509 form of an Ed25519 public key. */
    public static boolean isX509(byte[] bytes) {
        return bytes.length == SPKI_HEAD.length + KEY_BYTES
                && Arrays.equals(bytes, 0, SPKI_HEAD.length, SPKI_HEAD, 0, SPKI_HEAD.length);
    }

    /** The 32 bytes of the key; a copy. */
    public byte[] raw() {
        return raw.clone();
    }

    /** Whether this is a signature of these parts, one after the other; false for bytes that are no signature. */
    public boolean verify(byte[] signature, byte[]... parts) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            for (byte[] part : parts) {
                verifier.update(part);
            }
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // The key was checked when it was read, so it is the signature that is malformed.
            return false;
        }
    }
}
