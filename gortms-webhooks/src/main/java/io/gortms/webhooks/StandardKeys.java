package io.gortms.webhooks;

import io.gortms.webhooks.internal.sign.HmacKey;
import io.gortms.webhooks.internal.sign.VerifyingKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** The keys a receiver of Standard Webhooks has: secrets it shares with the sender, and public keys of the sender. */
final class StandardKeys {

    // A sender signs with the few secrets that are valid; a stranger must not have us compute for each of thousands.
    private static final int MAX_SIGNATURES = 32;
    private static final String HMAC = SignatureProfile.HMAC_VERSION + ',';
    private static final String ED25519 = SignatureProfile.ED25519_VERSION + ',';

    private final List<HmacKey> sharedKeys = new ArrayList<>();
    private final List<VerifyingKey> publicKeys = new ArrayList<>();

    private StandardKeys() {}

    static StandardKeys read(List<String> texts) {
        StandardKeys keys = new StandardKeys();
        for (String text : texts) {
            VerifyingKey publicKey = KeyText.publicKey(text);
            if (publicKey == null) {
                keys.sharedKeys.add(new HmacKey(KeyText.sharedBytes(text)));
            } else {
                keys.publicKeys.add(publicKey);
            }
        }
        return keys;
    }

    /** Whether one of these, each {@code version,base64}, is the signature of head and body by one of the keys. */
    boolean anyMatches(List<String> signatures, byte[] head, byte[] body) {
        List<byte[]> hmacs = new ArrayList<>();
        List<byte[]> ed25519s = new ArrayList<>();
        for (String signature : signatures.subList(0, Math.min(signatures.size(), MAX_SIGNATURES))) {
            if (signature.startsWith(HMAC)) {
                hmacs.add(signature.substring(HMAC.length()).getBytes(StandardCharsets.UTF_8));
            } else if (signature.startsWith(ED25519)) {
                ed25519s.add(signature.substring(ED25519.length()).getBytes(StandardCharsets.UTF_8));
            }
        }
        return anyHmacMatches(hmacs, head, body) || anyEd25519Matches(ed25519s, head, body);
    }

    private boolean anyHmacMatches(List<byte[]> signatures, byte[] head, byte[] body) {
        if (signatures.isEmpty()) {
            return false;
        }
        boolean matches = false;
        // all of them: the time must not tell which one it was
        for (HmacKey key : sharedKeys) {
            byte[] expected = Base64.getEncoder().encode(key.sign(head, body));
            for (byte[] signature : signatures) {
                if (MessageDigest.isEqual(expected, signature)) {
                    matches = true;
                }
            }
        }
        return matches;
    }

    // Nothing here is secret, so the time may tell.
    private boolean anyEd25519Matches(List<byte[]> signatures, byte[] head, byte[] body) {
        for (byte[] base64 : signatures) {
            byte[] signature = decode(base64);
            for (VerifyingKey key : publicKeys) {
                if (key.verify(signature, head, body)) {
                    return true;
                }
            }
        }
        return false;
    }

    // Only base64 as it is written, so that a signature has one spelling; what is none has no bytes.
    private static byte[] decode(byte[] base64) {
        try {
            byte[] signature = Base64.getDecoder().decode(base64);
            return Arrays.equals(Base64.getEncoder().encode(signature), base64) ? signature : new byte[0];
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
