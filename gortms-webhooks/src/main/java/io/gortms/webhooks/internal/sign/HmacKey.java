package io.gortms.webhooks.internal.sign;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key for HMAC-SHA256. Safe for use by any thread: each computation works on a copy of a {@link Mac} nobody else touches. */
public final class HmacKey {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    // Keyed once and never fed: copying it is cheaper than looking up the provider and keying a new one.
    private final Mac prototype;

    /** Takes any number of bytes, at least one. */
    public HmacKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.prototype = keyed();
    }

    /** The HMAC of these parts, one after the other. */
    public byte[] sign(byte[]... parts) {
        Mac mac = copy();
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    private Mac copy() {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException e) {
            return keyed();
        }
    }

    private Mac keyed() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("this JVM has no " + ALGORITHM + ", which every JVM must have", e);
        }
    }
}
