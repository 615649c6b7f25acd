package io.gortms.webhooks;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * The host of a URL, in one spelling only. Resolvers take many more for an address: {@code 2130706433}, {@code 0x7f.1}, {@code
 * 017700000001}; none of these gets as far as a resolver.
 */
final class UriHost {

    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;

    private UriHost() {}

    /** The address that this text is, four decimal numbers or IPv6 without a zone, or null if it is something else. */
    static @Nullable InetAddress literal(String text) {
        try {
            if (text.indexOf(':') >= 0) {
                return isHexColonsDots(text) ? InetAddress.getByName('[' + text + ']') : null;
            }
            byte[] ipv4 = ipv4(text);
            return ipv4 == null ? null : InetAddress.getByAddress(ipv4);
        } catch (UnknownHostException malformed) {
            return null;
        }
    }

    /** Whether it is a host name as DNS has them, and no number in disguise. */
    static boolean isName(String text) {
        if (text.isEmpty() || text.length() > LONGEST_NAME) {
            return false;
        }
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '.') {
                if (i == start || i - start > LONGEST_LABEL) {
                    return false;
                }
                if (i == text.length()) {
                    return !isNumber(text.substring(start));
                }
                start = i + 1;
            } else if (!isNameChar(text.charAt(i))) {
                return false;
            }
        }
        throw new AssertionError(text);
    }

    // The rule of the URL standard: a host whose last label is a number, decimal or hexadecimal, is meant as an
    // address.
    private static boolean isNumber(String label) {
        if (label.length() >= 2 && label.charAt(0) == '0' && (label.charAt(1) | 0x20) == 'x') {
            return true;
        }
        return label.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isNameChar(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    }

    private static boolean isHexColonsDots(String text) {
        return text.chars()
                .allMatch(c -> (c >= '0' && c <= '9')
                        || (c >= 'a' && c <= 'f')
                        || (c >= 'A' && c <= 'F')
                        || c == ':'
                        || c == '.');
    }

    // Looked at for each attempt, so without a pattern. A leading zero means octal to some: it is refused.
    private static byte @Nullable [] ipv4(String text) {
        byte[] address = new byte[4];
        int at = 0;
        for (int i = 0; i < 4; i++) {
            int end = i == 3 ? text.length() : text.indexOf('.', at);
            int digits = end - at;
            if (digits < 1 || digits > 3 || (digits > 1 && text.charAt(at) == '0')) {
                return null;
            }
            int number = 0;
            for (; at < end; at++) {
                int digit = text.charAt(at) - '0';
                if (digit < 0 || digit > 9) {
                    return null;
                }
                number = number * 10 + digit;
            }
            if (number > 255) {
                return null;
            }
            address[i] = (byte) number;
            at = end + 1;
        }
        return address;
    }
}
