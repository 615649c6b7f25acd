package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookRequestTest {

    private static final URI RECEIVER = URI.create("https://client.example/hook?token=secret");

    @ParameterizedTest
    @ValueSource(
            strings = {"a\r\nX-Injected: b", "a\nb", "a\rb", "a\0b", "grüße", "a\u007fb", "\u2028", "\ud83d\ude00"})
    void aHeaderValueCannotBreakOutOfItsLine(String value) {
        assertThatThrownBy(() -> request("X-Custom", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the value of the header 'X-Custom' has a character that is not printable ASCII");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a:b",
                "a\r\nb",
                "ä",
                "Host",
                "HOST",
                "content-length",
                "Transfer-Encoding",
                "Connection",
                "Expect",
                "Upgrade",
                "Proxy-Authorization"
            })
    void aHeaderNameIsANameAndNotTheTransports(String name) {
        assertThatThrownBy(() -> request(name, "value")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void otherHeadersAreTaken() {
        assertThatCode(() -> request("X-Any_thing.else-1", "visible \t~!\"#")).doesNotThrowAnyException();
        assertThatCode(() -> request("Authorization", "Bearer abc")).doesNotThrowAnyException();
        assertThatCode(() -> request("X-Empty", "")).doesNotThrowAnyException();
    }

    @Test
    void whatMayBeSecretIsNotPrinted() {
        assertThat(request("Authorization", "Bearer abc"))
                .hasToString("WebhookRequest[https://client.example/hook, headers=[Authorization], body=3 bytes]");
    }

    @Test
    void headersKeepTheirOrderAndAreFoundInAnyCase() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Retry-After", "7");
        fields.put("Content-Type", "text/plain");
        WebhookHeaders headers = WebhookHeaders.of(fields);

        List<String> seen = new ArrayList<>();
        headers.forEach((name, value) -> seen.add(name + "=" + value));
        assertThat(seen).containsExactly("Retry-After=7", "Content-Type=text/plain");
        assertThat(headers.first("RETRY-AFTER")).hasValue("7");
        assertThat(headers.first("Retry")).isEmpty();
        assertThat(headers.size()).isEqualTo(2);
        assertThat(WebhookHeaders.of("a", "1", "A", "2").first("A")).hasValue("1");
        assertThatThrownBy(() -> WebhookHeaders.of("a", "1", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 strings");
    }

    @Test
    void optionsHaveTheBoundsOfTheDocumentsAndRefuseNonsense() {
        TransportOptions defaults = TransportOptions.defaults();
        assertThat(defaults)
                .isEqualTo(new TransportOptions(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(15),
                        16 * 1024,
                        64 * 1024,
                        null,
                        null,
                        AddressPolicy.publicOnly()));
        assertThatThrownBy(() -> defaults.deadline(Duration.ZERO)).hasMessageContaining("deadline is longer than zero");
        assertThatThrownBy(() -> defaults.connectTimeout(Duration.ofMillis(-1)))
                .hasMessageContaining("connectTimeout is longer than zero");
        assertThatThrownBy(() -> defaults.bodyBytes(-1, 5)).hasMessageContaining("keptBodyBytes is at least 0");
    }

    private static WebhookRequest request(String name, String value) {
        return WebhookRequest.of(RECEIVER, WebhookHeaders.of(name, value), new byte[3], TransportOptions.defaults());
    }
}
