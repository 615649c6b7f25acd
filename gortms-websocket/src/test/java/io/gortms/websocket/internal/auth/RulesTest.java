package io.gortms.websocket.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of addresses, and permissions. */
class RulesTest {

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.30, false",
        "*, 10.1.2.3, true",
        "*, fd00::1, true",
        "10.1.*, 10.1.2.3, true",
        "10.1.*, 10.10.2.3, false",
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.0/23, 10.1.3.255, true",
        "10.1.2.0/23, 10.1.4.0, false",
        "0.0.0.0/0, 1.2.3.4, true",
        "0.0.0.0/0, fd00::1, false",
        "10.1.2.3/32, 10.1.2.3, true",
        "fd00::/8, fd12::1, true",
        "fd00::/8, fe80::1, false",
        "::1, ::1, true"
    })
    void addresses(String rule, String address, boolean matches) throws Exception {
        assertThat(AddressRule.matches(AddressRule.checked(rule), InetAddress.getByName(address)))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "fd00::/129",
                "10.0/8*",
                "example.com/8"
            })
    void noAddresses(String rule) {
        assertThatThrownBy(() -> AddressRule.checked(rule)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "consume:orders, consume:orders, true",
        "consume:orders, publish:orders, false",
        "consume:orders, consume:other, false",
        "consume:orders, consume:*, false",
        "consume:*, consume:orders, true",
        "consume:*, consume:*, true",
        "*:orders, publish:orders, true",
        "*:orders, publish:other, false",
        "*:*, manage:anything, true"
    })
    void permissions(String granted, String asked, boolean allowed) {
        assertThat(Permissions.allow(Set.of(Permissions.checked(granted)), asked))
                .isEqualTo(allowed);
    }

    @Test
    void noPermissions() {
        for (String none : List.of("", "*", "consume", "consume:", "read:orders", "consume:a b", "consume:a:b")) {
            assertThatThrownBy(() -> Permissions.checked(none)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(Permissions.allow(Set.of(), "consume:orders")).isFalse();
    }
}
