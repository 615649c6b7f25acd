package io.gortms.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts of services in their file. */
class ServiceAccountsTest {

    private static final byte[] KEY = new byte[32];

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("deep/services.json");
    }

    @Test
    void whatIsDoneIsThereAfterARestart() {
        ServiceAccounts services = ServiceAccounts.open(file, KEY);
        String secret = services.create("b", List.of("consume:orders", "publish:*"));
        assertThat(secret).matches("[0-9a-f]{64}");
        services.create("a", List.of());
        services.create("gone", List.of());
        services.allowFrom("b", List.of("10.0.0.0/8"));
        services.enable("a", false);
        services.permit("a", Set.of("*:*"));
        services.delete("gone");
        List<ServiceAccount> expected = List.of(
                new ServiceAccount("a", Set.of("*:*"), List.of(), false),
                new ServiceAccount("b", Set.of("consume:orders", "publish:*"), List.of("10.0.0.0/8"), true));
        assertThat(services.accounts()).isEqualTo(expected);
        ServiceAccounts again = ServiceAccounts.open(file, KEY);
        assertThat(again.accounts()).isEqualTo(expected);
        assertThat(again.internal().find("b").secret()).isEqualTo(secret);
    }

    @Test
    void secretsAreNotInTheFileAndTheFileIsTheOwnersOnly() throws Exception {
        ServiceAccounts services = ServiceAccounts.open(file, KEY);
        services.add("a", "the secret itself", List.of());
        String fresh = services.rotate("a", Duration.ofHours(1));
        String content = Files.readString(file, StandardCharsets.UTF_8);
        assertThat(content).doesNotContain("the secret itself").doesNotContain(fresh);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void anotherKeyOrADamagedFile() throws Exception {
        ServiceAccounts.open(file, KEY).create("a", List.of());
        byte[] other = KEY.clone();
        other[31] = 1;
        assertThatThrownBy(() -> ServiceAccounts.open(file, other))
                .isInstanceOf(SecretsException.class)
                .hasMessageContaining("another key");
        assertThatThrownBy(() -> ServiceAccounts.open(file, Arrays.copyOf(KEY, 16)))
                .isInstanceOf(IllegalArgumentException.class);
        String content = Files.readString(file);
        Files.writeString(file, content.replace("\"id\":\"a\"", "\"id\":\"b\"")); // a secret of somebody else's
        assertThatThrownBy(() -> ServiceAccounts.open(file, KEY))
                .isInstanceOf(SecretsException.class)
                .hasMessageContaining("damaged");
        Files.writeString(file, content.substring(10));
        assertThatThrownBy(() -> ServiceAccounts.open(file, KEY)).isInstanceOf(SecretsException.class);
    }

    @Test
    void aFileOfWhichAFieldIsDamaged() throws Exception {
        ServiceAccounts services = ServiceAccounts.open(file, KEY);
        services.create("a", List.of("consume:orders"));
        services.rotate("a", Duration.ofHours(1));
        services.allowFrom("a", List.of("10.0.0.0/8"));
        String content = Files.readString(file);
        for (String damaged : List.of(
                content.replaceAll("\"previousUntil\":\"[^\"]*\"", "\"previousUntil\":\"later\""),
                content.replace("10.0.0.0/8", "10.0.0.0/99"),
                content.replace("consume:orders", "consume"))) {
            assertThat(damaged).isNotEqualTo(content);
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> ServiceAccounts.open(file, KEY))
                    .isInstanceOf(SecretsException.class)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void whatIsRefusedChangesNothing() {
        ServiceAccounts services = ServiceAccounts.open(file, KEY);
        services.create("a", List.of("consume:*"));
        List<ServiceAccount> before = services.accounts();
        assertThatThrownBy(() -> services.create("a", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> services.create("a b", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> services.add("b", "", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> services.create("b", List.of("read:*"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> services.allowFrom("a", List.of("here"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> services.rotate("b", Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> services.delete("b")).isInstanceOf(IllegalArgumentException.class);
        assertThat(services.accounts()).isEqualTo(before);
    }
}
