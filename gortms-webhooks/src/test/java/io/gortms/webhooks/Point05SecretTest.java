package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Point 5: which texts are secrets, and that they are not shown. */
class Point05SecretTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "whsec_%", "whsec_MDEyMzQ1Njc4OQ==", "MDEyMzQ1Njc4OQ==", "whsk_", "whsk_%"})
    void textsThatAreNoSecretAreRefused(String text) {
        assertThatThrownBy(() -> WebhookSecret.parse(text)).isInstanceOf(InvalidSecretException.class);
    }

    @ParameterizedTest
    @CsvSource({"23,false", "24,true", "64,true", "65,false", "81,false"})
    void sharedSecretsHave24To64Bytes(int bytes, boolean accepted) {
        String text = "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);

        if (accepted) {
            assertThat(WebhookSecret.parse(text).reveal()).isEqualTo(text);
        } else {
            assertThatThrownBy(() -> WebhookSecret.parse(text)).hasMessageContaining(bytes + " bytes");
        }
    }

    @Test
    void aSecretNeedsNoPrefix() {
        String bare = Vectors.SHARED.substring("whsec_".length());

        assertThat(standardSignature(bare)).isEqualTo(Vectors.SHARED_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {Vectors.PUBLIC, Vectors.PUBLIC_X509, "whsec_" + Vectors.PUBLIC_X509, "-----BEGIN PUBLIC KEY-----"
            })
    void aPublicKeyIsNoSecret(String text) {
        assertThatThrownBy(() -> WebhookSecret.parse(text))
                .isInstanceOf(InvalidSecretException.class)
                .hasMessageContaining("public key cannot sign");
    }

    @Test
    void aPrivateKeyHasItsOwnPublicHalf() {
        byte[] key = Base64.getDecoder().decode(Vectors.PRIVATE.substring("whsk_".length()));
        key[63] ^= 1;
        String text = "whsk_" + Base64.getEncoder().encodeToString(key);

        assertThatThrownBy(() -> WebhookSecret.parse(text))
                .isInstanceOf(InvalidSecretException.class)
                .hasMessageContaining("not the public key of its first half");
    }

    @ParameterizedTest
    @ValueSource(ints = {31, 33, 63, 65})
    void aPrivateKeyHas64BytesOr32(int bytes) {
        String text = "whsk_" + Base64.getEncoder().encodeToString(new byte[bytes]);

        assertThatThrownBy(() -> WebhookSecret.parse(text)).hasMessageContaining("not " + bytes);
    }

    @Test
    void aSeedIsThePrivateKey() {
        byte[] key = Base64.getDecoder().decode(Vectors.PRIVATE.substring("whsk_".length()));
        String seed = "whsk_" + Base64.getEncoder().encodeToString(Arrays.copyOf(key, 32));

        assertThat(standardSignature(seed)).isEqualTo(Vectors.PRIVATE_SIGNATURE);
        assertThat(WebhookSecret.parse(seed).publicKey()).isEqualTo(Vectors.PUBLIC);
        assertThat(WebhookSecret.parse(Vectors.PRIVATE).publicKey()).isEqualTo(Vectors.PUBLIC);
    }

    @Test
    void noSecretIsShown() {
        String shared = WebhookSecret.parse(Vectors.SHARED).toString();
        String key = WebhookSecret.parse(Vectors.PRIVATE).toString();

        assertThat(shared).isEqualTo("WebhookSecret[shared]");
        assertThat(key).isEqualTo("WebhookSecret[private key]");
        assertThatThrownBy(() -> WebhookSecret.parse("whsec_hunter2§hunter2"))
                .satisfies(
                        e -> assertThat(e.toString()).doesNotContain("hunter2").doesNotContain("§"))
                .hasNoCause();
    }

    @Test
    void secretsAreEqualByText() {
        assertThat(WebhookSecret.parse(Vectors.SHARED))
                .isEqualTo(WebhookSecret.parse(Vectors.SHARED))
                .hasSameHashCodeAs(WebhookSecret.parse(Vectors.SHARED))
                .isNotEqualTo(WebhookSecret.generate());
    }

    @Test
    void generatedSecretsAreNew() {
        assertThat(WebhookSecret.generate()).isNotEqualTo(WebhookSecret.generate());
        assertThat(WebhookSecret.generate().reveal()).startsWith("whsec_");
        assertThat(WebhookSecret.generate().publicKey()).isNull();
        assertThat(WebhookSecret.generateEd25519().reveal()).startsWith("whsk_");
        assertThat(WebhookSecret.generateEd25519().publicKey()).startsWith("whpk_");
    }

    private static String standardSignature(String secret) {
        SignedContent content = new SignedContent(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1_614_265_330),
                1,
                "test",
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));
        return SignatureProfile.STANDARD
                .sign(content, List.of(WebhookSecret.parse(secret)))
                .getOrDefault("webhook-signature", "");
    }
}
