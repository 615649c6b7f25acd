package io.gortms.websocket.internal.auth;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * An entry of a list of addresses: one address, {@code *}, the beginning of addresses as text ({@code 10.1.*}), or a network
 * ({@code 10.0.0.0/8}, {@code fd00::/8}). No name is ever looked up.
 */
public final class AddressRule {

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern PREFIX = Pattern.compile("[0-9A-Fa-f:.]*\\*");

    private AddressRule() {}

    /**
     * The rule, if it is one.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static String checked(String rule) {
        if (!PREFIX.matcher(rule).matches()) {
            int slash = rule.indexOf('/');
            byte[] address = bytes(slash < 0 ? rule : rule.substring(0, slash), rule);
            if (slash >= 0) {
                var unused = bits(rule, slash, address.length);
            }
        }
        return rule;
    }

    /** Whether the address is one of those. */
    static boolean matches(String rule, InetAddress address) {
        if (rule.endsWith("*")) {
            return address.getHostAddress().startsWith(rule.substring(0, rule.length() - 1));
        }
        int slash = rule.indexOf('/');
        byte[] wanted = bytes(slash < 0 ? rule : rule.substring(0, slash), rule);
        byte[] actual = address.getAddress();
        return wanted.length == actual.length
                && samePrefix(wanted, actual, slash < 0 ? wanted.length * 8 : bits(rule, slash, wanted.length));
    }

    private static boolean samePrefix(byte[] a, byte[] b, int bits) {
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i % 8);
            if ((a[i / 8] & mask) != (b[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static int bits(String rule, int slash, int bytes) {
        try {
            int bits = Integer.parseInt(rule.substring(slash + 1));
            if (bits >= 0 && bits <= bytes * 8) {
                return bits;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw none(rule);
    }

    private static byte[] bytes(String literal, String rule) {
        try {
            if (LITERAL.matcher(literal).matches()) {
                return InetAddress.getByName(literal).getAddress();
            }
        } catch (UnknownHostException e) {
            // told below
        }
        throw none(rule);
    }

    private static IllegalArgumentException none(String rule) {
        return new IllegalArgumentException(
                "an entry of an address list is an address, *, the beginning of one with *, or a network such as 10.0.0.0/8; '"
                        + rule + "' is none");
    }
}
