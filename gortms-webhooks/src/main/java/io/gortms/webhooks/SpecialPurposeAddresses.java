package io.gortms.webhooks;

import java.util.List;
import java.util.stream.Stream;

/**
 * Addresses that are no receiver's on the public Internet: the IANA registries of special-purpose addresses (RFC 6890 and what was
 * added since), multicast, and the one metadata service that stands on an ordinary address.
 */
final class SpecialPurposeAddresses {

    private static final List<AddressRange> IPV4 = ranges(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // carrier-grade NAT, and metadata of one cloud
            "127.0.0.0/8", // loopback
            "168.63.129.16/32", // metadata of another
            "169.254.0.0/16", // link-local, and metadata of most
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays, deprecated
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarking
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, and broadcast

    /** What is public in IPv6 so far. Outside are loopback, unique-local, link- and site-local, multicast, mapped, NAT64. */
    private static final AddressRange IPV6_GLOBAL = AddressRange.parse("2000::/3");

    private static final List<AddressRange> IPV6 = ranges(
            "2001::/23", // protocol assignments: Teredo, benchmarking, ORCHID
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4: an IPv4 address in disguise
            "3fff::/20"); // documentation

    private SpecialPurposeAddresses() {}

    static boolean contain(byte[] address) {
        if (address.length == 4) {
            return anyContains(IPV4, address);
        }
        return !IPV6_GLOBAL.contains(address) || anyContains(IPV6, address);
    }

    static boolean anyContains(List<AddressRange> ranges, byte[] address) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static List<AddressRange> ranges(String... cidrs) {
        return Stream.of(cidrs).map(AddressRange::parse).toList();
    }
}
