package io.gortms.websocket.internal.auth;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What services sign requests with: {@code sha256=} and HMAC-SHA256 of method, path, body and timestamp, a line feed between them. */
public final class Hmac {

    private static final String ALGORITHM = "HmacSHA256";

    private Hmac() {}

    /**
     * The signature.
     *
     * @param secret any text but the empty one; its UTF-8 bytes are the key
     * @param path without the query
     * @param timestamp as it stands in the header
     */
    public static String sign(String secret, String method, String path, byte[] body, String timestamp) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update((method + "\n" + path + "\n").getBytes(StandardCharsets.UTF_8));
            mac.update(body);
            mac.update(("\n" + timestamp).getBytes(StandardCharsets.UTF_8));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal());
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JVM has " + ALGORITHM, e);
        }
    }
}
