package io.gortms.websocket.internal.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The few elements of DER (ITU-T X.690) that a certificate consists of. */
final class Der {

    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter GENERALIZED_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Instant FIRST_GENERALIZED = Instant.parse("2050-01-01T00:00:00Z");

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return element(0x30, join(parts));
    }

    static byte[] set(byte[]... parts) {
        return element(0x31, join(parts));
    }

    static byte[] integer(BigInteger value) {
        return element(0x02, value.toByteArray());
    }

    static byte[] bitString(int unusedBits, byte[] bits) {
        return element(0x03, join(new byte[] {(byte) unusedBits}, bits));
    }

    static byte[] octetString(byte[] bytes) {
        return element(0x04, bytes);
    }

    static byte[] nothing() {
        return element(0x05);
    }

    static byte[] yes() {
        return element(0x01, new byte[] {(byte) 0xff});
    }

    static byte[] utf8(String text) {
        return element(0x0c, text.getBytes(StandardCharsets.UTF_8));
    }

    /** As RFC 5280 wants it: two digits of the year until 2049. */
    static byte[] time(Instant time) {
        boolean isShort = time.isBefore(FIRST_GENERALIZED);
        String text = (isShort ? UTC_TIME : GENERALIZED_TIME).format(time);
        return element(isShort ? 0x17 : 0x18, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Something with a tag of its context's own. */
    static byte[] tagged(int tag, boolean constructed, byte[] content) {
        return element((constructed ? 0xa0 : 0x80) | tag, content);
    }

    /** An object identifier such as {@code 2.5.29.17}. */
    static byte[] oid(String dotted) {
        String[] numbers = dotted.split("\\.", -1);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(Integer.parseInt(numbers[0]) * 40 + Integer.parseInt(numbers[1]));
        for (int i = 2; i < numbers.length; i++) {
            int number = Integer.parseInt(numbers[i]);
            for (int shift = 28; shift > 0; shift -= 7) {
                if (number >>> shift != 0) {
                    content.write(0x80 | ((number >>> shift) & 0x7f));
                }
            }
            content.write(number & 0x7f);
        }
        return element(0x06, content.toByteArray());
    }

    private static byte[] element(int tag, byte[]... parts) {
        byte[] content = join(parts);
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (content.length < 0x80) {
            element.write(content.length);
        } else {
            byte[] length = BigInteger.valueOf(content.length).toByteArray();
            int begin = length[0] == 0 ? 1 : 0;
            element.write(0x80 | (length.length - begin));
            element.write(length, begin, length.length - begin);
        }
        element.writeBytes(content);
        return element.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }
}
