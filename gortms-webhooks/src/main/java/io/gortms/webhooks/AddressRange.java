package io.gortms.webhooks;

import java.net.InetAddress;
import java.util.Arrays;

/** A block of addresses in CIDR notation, RFC 4632 and RFC 4291: {@code 10.0.0.0/8}, {@code fc00::/7}. */
final class AddressRange {

    private final byte[] network;
    private final int prefixBits;

    private AddressRange(byte[] network, int prefixBits) {
        this.network = network;
        this.prefixBits = prefixBits;
    }

    /** A block, or a single address without {@code /}. Bits behind the prefix are refused: they are a mistake more often than not. */
    static AddressRange parse(String cidr) {
        int slash = cidr.indexOf('/');
        InetAddress address = UriHost.literal(slash < 0 ? cidr : cidr.substring(0, slash));
        if (address == null) {
            throw notARange(cidr);
        }
        byte[] network = address.getAddress();
        int prefixBits = network.length * 8;
        if (slash >= 0) {
            String digits = cidr.substring(slash + 1);
            if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > prefixBits) {
                throw notARange(cidr);
            }
            prefixBits = Integer.parseInt(digits);
        }
        for (int bit = prefixBits; bit < network.length * 8; bit++) {
            if ((network[bit >> 3] & (0x80 >> (bit & 7))) != 0) {
                throw new IllegalArgumentException("'" + cidr + "' has bits behind its prefix of " + prefixBits
                        + "; give the first address of the range");
            }
        }
        return new AddressRange(network, prefixBits);
    }

    boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int whole = prefixBits >> 3;
        if (!Arrays.equals(address, 0, whole, network, 0, whole)) {
            return false;
        }
        int mask = 0xff00 >> (prefixBits & 7) & 0xff;
        return mask == 0 || (address[whole] & mask) == (network[whole] & mask);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range
                && prefixBits == range.prefixBits
                && Arrays.equals(network, range.network);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(network) + prefixBits;
    }

    private static IllegalArgumentException notARange(String cidr) {
        return new IllegalArgumentException(
                "a range is given as 10.0.0.0/8, fc00::/7 or one address, not as '" + cidr + "'");
    }
}
