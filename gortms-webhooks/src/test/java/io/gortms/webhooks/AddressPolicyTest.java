package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first and the last address of each range, and the neighbours that are public. */
class AddressPolicyTest {

    private static final AddressPolicy PUBLIC_ONLY = AddressPolicy.publicOnly();

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.255.255.255",
        "10.0.0.0, 10.255.255.255",
        "100.64.0.0, 100.127.255.255",
        "127.0.0.0, 127.255.255.255",
        "168.63.129.16, 168.63.129.16",
        "169.254.0.0, 169.254.255.255",
        "172.16.0.0, 172.31.255.255",
        "192.0.0.0, 192.0.0.255",
        "192.0.2.0, 192.0.2.255",
        "192.88.99.0, 192.88.99.255",
        "192.168.0.0, 192.168.255.255",
        "198.18.0.0, 198.19.255.255",
        "198.51.100.0, 198.51.100.255",
        "203.0.113.0, 203.0.113.255",
        "224.0.0.0, 255.255.255.255",
        "::, 1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "::1, ::ffff:127.0.0.1",
        "64:ff9b::, 64:ff9b:1:ffff:ffff:ffff:ffff:ffff",
        "2001::, 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
        "2002::, 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "3fff::, 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
        "4000::, 5f00::1",
        "fc00::, fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "fe80::1, febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "fec0::, feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "ff00::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
    })
    void specialPurposeAddressesAreRefused(String first, String last) throws Exception {
        assertThat(PUBLIC_ONLY.allows(address(first))).as(first).isFalse();
        assertThat(PUBLIC_ONLY.allows(address(last))).as(last).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "168.63.129.15",
                "168.63.129.17",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "191.255.255.255",
                "192.0.1.0",
                "192.0.3.0",
                "192.88.98.255",
                "192.88.100.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "198.51.99.255",
                "198.51.101.0",
                "203.0.112.255",
                "203.0.114.0",
                "223.255.255.255",
                "2000::",
                "2001:200::",
                "2001:4860:4860::8888",
                "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
                "2001:db9::",
                "2001:ffff::",
                "2003::",
                "2606:4700::1111",
                "3ffe:ffff::",
                "3fff:1000::"
            })
    void publicAddressesAreAllowed(String text) throws Exception {
        assertThat(PUBLIC_ONLY.allows(address(text))).isTrue();
    }

    @Test
    void rangesAreAllowedAndDeniedInAddition() throws Exception {
        AddressPolicy policy =
                PUBLIC_ONLY.allow("10.20.0.0/16", "fd12::/16", "192.168.7.7").deny("8.8.8.0/24", "10.20.30.0/28");

        assertThat(policy.allows(address("10.20.0.1"))).isTrue();
        assertThat(policy.allows(address("10.21.0.1"))).isFalse();
        assertThat(policy.allows(address("fd12:1::1"))).isTrue();
        assertThat(policy.allows(address("192.168.7.7"))).isTrue();
        assertThat(policy.allows(address("192.168.7.8"))).isFalse();
        assertThat(policy.allows(address("8.8.8.8"))).isFalse();
        assertThat(policy.allows(address("8.8.9.8"))).isTrue();
        assertThat(policy.allows(address("10.20.30.15"))).isFalse();
        assertThat(policy.allows(address("10.20.30.16"))).isTrue();
        assertThat(PUBLIC_ONLY.allows(address("10.20.0.1")))
                .as("the first policy is as it was")
                .isFalse();
        assertThat(policy)
                .isEqualTo(PUBLIC_ONLY
                        .allow("10.20.0.0/16")
                        .allow("fd12::/16", "192.168.7.7/32")
                        .deny("8.8.8.0/24", "10.20.30.0/28"))
                .hasSameHashCodeAs(PUBLIC_ONLY
                        .allow("10.20.0.0/16", "fd12::/16", "192.168.7.7")
                        .deny("8.8.8.0/24", "10.20.30.0/28"))
                .isNotEqualTo(PUBLIC_ONLY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.1/8",
                "fc00::/129",
                "fe80::1%1",
                "example.com",
                "010.0.0.0/8",
                "10..0.0",
                ".10.0.0",
                "10.0.0.",
                "10.0.0.0.0",
                "10.0.0.256",
                "10.0.0.a",
                "10.0.0.１",
                "10.0.0.0/8 ",
                "[::1]",
                "::1::/3"
            })
    void whatIsNoRangeIsRefused(String text) {
        assertThatThrownBy(() -> PUBLIC_ONLY.allow(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://client.example/callback",
                "https://client.example:8443/callback?a=b#c",
                "HTTPS://CLIENT.EXAMPLE",
                "https://xn--bcher-kva.example/",
                "https://7.example/",
                "https://a.b-c.d1/",
                "https://8.8.8.8/",
                "https://[2606:4700::1111]:444/",
            })
    void urlsThatAreAllowed(String url) {
        assertThatCode(() -> PUBLIC_ONLY.check(URI.create(url))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "http://client.example/, starts with https",
        "file:///etc/passwd, starts with https",
        "client.example/callback, starts with https",
        "mailto:a@client.example, starts with https",
        "https:client.example, is no host",
        "https:///callback, is no host",
        "https://u@client.example/, no user or password",
        "https://u:secret@client.example/, no user or password",
        "https://under_score.example/, is no host",
        "https://bücher.example/, xn-- form",
        "https://client.example:0/, between 1 and 65535",
        "https://client.example:65536/, between 1 and 65535",
        "https://client.example./, neither a host name nor an address",
        "https://127.0.0.1/, is not allowed",
        "https://[::1]/, is not allowed",
        "https://[::ffff:8.8.8.8]/, neither a host name nor an address",
        "https://[::ffff:808:808]/, neither a host name nor an address"
    })
    void urlsThatAreNotAndWhatToDo(String url, String message) {
        assertThatThrownBy(() -> PUBLIC_ONLY.check(URI.create(url)))
                .isInstanceOf(BlockedAddressException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret")
                .extracting("reason")
                .isEqualTo(FailureReason.BLOCKED);
    }

    private static InetAddress address(String literal) throws Exception {
        InetAddress[] addresses = InetAddress.getAllByName(literal);
        assertThat(addresses).hasSize(1);
        return addresses[0];
    }
}
