package io.gortms.webhooks;

import io.gortms.CheckReturnValue;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which URLs may be called, so that whoever registers one cannot reach what only this machine can: {@code
 * AddressPolicy.publicOnly().allow("10.20.0.0/16")}. Immutable: each setter returns a new one, the result of which must be used.
 * Safe for use by any thread.
 *
 * <p>The URL is checked when it is registered and again at each attempt, and each address that its host resolves to is checked
 * when a connection is made to that address, so a name that changes its address later does not get in. Only one spelling of an
 * address is taken: four decimal numbers, or IPv6 in brackets without a zone. A URL has no user and no password.
 *
 * <p>What is not promised: names are not looked at, only where they lead; a public address that forwards to a private one is not
 * noticed; behind a proxy, resolved addresses are for the proxy to check.
 */
public final class AddressPolicy {

    private static final AddressPolicy PUBLIC_ONLY = new AddressPolicy(false, List.of(), List.of());

    private final boolean plainHttp;
    private final List<AddressRange> allowed;
    private final List<AddressRange> denied;

    private AddressPolicy(boolean plainHttp, List<AddressRange> allowed, List<AddressRange> denied) {
        this.plainHttp = plainHttp;
        this.allowed = allowed;
        this.denied = denied;
    }

    /** https to public addresses only; the default. */
    public static AddressPolicy publicOnly() {
        return PUBLIC_ONLY;
    }

    /**
     * The same policy, with these ranges allowed too, though they are not public.
     *
     * @param cidrs such as {@code 10.20.0.0/16}, {@code fd12:3456::/32}, or one address
     * @throws IllegalArgumentException if one of them is no range
     */
    @CheckReturnValue
    public AddressPolicy allow(String... cidrs) {
        return new AddressPolicy(plainHttp, with(allowed, cidrs), denied);
    }

    /**
     * The same policy, with these ranges refused, be they public or allowed: for public addresses of one's own network.
     *
     * @throws IllegalArgumentException if one of them is no range
     */
    @CheckReturnValue
    public AddressPolicy deny(String... cidrs) {
        return new AddressPolicy(plainHttp, allowed, with(denied, cidrs));
    }

    /** The same policy, with this machine's loopback addresses allowed: for tests. */
    @CheckReturnValue
    public AddressPolicy allowLoopback() {
        return allow("127.0.0.0/8", "::1");
    }

    /** The same policy, with http allowed beside https: anyone on the way can then read what is sent. */
    @CheckReturnValue
    public AddressPolicy allowPlainHttp() {
        return new AddressPolicy(true, allowed, denied);
    }

    /**
     * Checks what can be known of a URL without resolving its host: scheme, user, spelling, and the address if it has one.
     *
     * @throws BlockedAddressException if it is not allowed; the message says why, and never shows the user or the password
     */
    public void check(URI uri) {
        String scheme = uri.getScheme();
        if (!"https".equalsIgnoreCase(scheme) && !(plainHttp && "http".equalsIgnoreCase(scheme))) {
            throw new BlockedAddressException("a webhook URL starts with " + (plainHttp ? "http:// or " : "")
                    + "https://, not with '" + scheme + ":'");
        }
        if (uri.getRawUserInfo() != null
                || (uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('@') >= 0)) {
            throw new BlockedAddressException("a webhook URL has no user or password before its host; take it out");
        }
        String host = uri.getHost();
        if (host == null) {
            throw new BlockedAddressException("'" + uri.getRawAuthority()
                    + "' is no host with an optional port; write an international name in its xn-- form, and an"
                    + " address as four decimal numbers or IPv6 in brackets");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65535) {
            throw new BlockedAddressException("a port is between 1 and 65535, not " + uri.getPort());
        }
        checkHost(host);
    }

    /** Whether a connection to this address may be made. */
    public boolean allows(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (SpecialPurposeAddresses.anyContains(denied, bytes)) {
            return false;
        }
        return !SpecialPurposeAddresses.contain(bytes) || SpecialPurposeAddresses.anyContains(allowed, bytes);
    }

    private void checkHost(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        InetAddress literal = UriHost.literal(bracketed ? host.substring(1, host.length() - 1) : host);
        boolean isMapped = bracketed && literal instanceof Inet4Address; // ::ffff:1.2.3.4, another spelling
        if (isMapped || (literal == null && (bracketed || !UriHost.isName(host)))) {
            throw new BlockedAddressException("'" + host
                    + "' is neither a host name nor an address as four decimal numbers or IPv6 in brackets, without a"
                    + " zone");
        }
        if (literal != null && !allows(literal)) {
            throw new BlockedAddressException("the address " + host + " is not allowed; use a public one");
        }
    }

    private static List<AddressRange> with(List<AddressRange> ranges, String... cidrs) {
        return Stream.concat(ranges.stream(), Stream.of(cidrs).map(AddressRange::parse))
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressPolicy policy
                && plainHttp == policy.plainHttp
                && allowed.equals(policy.allowed)
                && denied.equals(policy.denied);
    }

    @Override
    public int hashCode() {
        return Objects.hash(plainHttp, allowed, denied);
    }
}
