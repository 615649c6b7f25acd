package io.gortms.internal.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Headers as bytes, in the order they were given; little-endian:
 *
 * <pre>
 * +-----------+  +-----------------+--------------+-----------------+---------------+
 * | count (2) |  | name length (2) | name (UTF-8) | value length (4)| value (UTF-8) |  …
 * +-----------+  +-----------------+--------------+-----------------+---------------+
 * </pre>
 */
public final class HeaderCodec {

    private static final int MAX_SHORT = 0xffff;

    private HeaderCodec() {}

    /**
     * The headers' bytes.
     *
     * @throws IllegalArgumentException if there are more than 65,535 or a name is longer than that
     */
    public static byte[] encode(Map<String, String> headers) {
        if (headers.size() > MAX_SHORT) {
            throw new IllegalArgumentException("a message has at most 65535 headers, not " + headers.size());
        }
        byte[][] texts = new byte[2 * headers.size()][];
        int size = Short.BYTES + headers.size() * (Short.BYTES + Integer.BYTES);
        int next = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            byte[] name = header.getKey().getBytes(StandardCharsets.UTF_8);
            byte[] value = header.getValue().getBytes(StandardCharsets.UTF_8);
            if (name.length > MAX_SHORT) {
                throw new IllegalArgumentException("a header's name has at most 65535 bytes, not " + name.length);
            }
            texts[next++] = name;
            texts[next++] = value;
            size = Math.addExact(size, name.length + value.length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) headers.size());
        for (int i = 0; i < texts.length; i += 2) {
            bytes.putShort((short) texts[i].length).put(texts[i]);
            bytes.putInt(texts[i + 1].length).put(texts[i + 1]);
        }
        return bytes.array();
    }

    /** The headers that {@link #encode} made into these bytes; unmodifiable. */
    public static Map<String, String> decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    static Map<String, String> decode(byte[] array, int offset, int length) {
        if (length == 0) {
            return Map.of();
        }
        ByteBuffer bytes = ByteBuffer.wrap(array, offset, length).order(ByteOrder.LITTLE_ENDIAN);
        int count = bytes.getShort() & MAX_SHORT;
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = text(bytes, bytes.getShort() & MAX_SHORT);
            headers.put(name, text(bytes, bytes.getInt()));
        }
        return Collections.unmodifiableMap(headers);
    }

    /** Whether the lengths agree with each other; checked once, so that decoding need not. */
    static boolean isValid(byte[] array, int offset, int length) {
        if (length == 0) {
            return true;
        }
        ByteBuffer bytes = ByteBuffer.wrap(array, offset, length).order(ByteOrder.LITTLE_ENDIAN);
        if (length < Short.BYTES) {
            return false;
        }
        for (int texts = 2 * (bytes.getShort() & MAX_SHORT); texts > 0; texts--) {
            int lengthBytes = texts % 2 == 0 ? Short.BYTES : Integer.BYTES;
            if (bytes.remaining() < lengthBytes) {
                return false;
            }
            int textLength = texts % 2 == 0 ? bytes.getShort() & MAX_SHORT : bytes.getInt();
            if (textLength < 0 || textLength > bytes.remaining()) {
                return false;
            }
            bytes.position(bytes.position() + textLength);
        }
        return !bytes.hasRemaining();
    }

    private static String text(ByteBuffer bytes, int length) {
        String text = new String(bytes.array(), bytes.arrayOffset() + bytes.position(), length, StandardCharsets.UTF_8);
        bytes.position(bytes.position() + length);
        return text;
    }
}
