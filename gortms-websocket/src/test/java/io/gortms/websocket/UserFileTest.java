package io.gortms.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users in their file. */
class UserFileTest {

    @TempDir
    Path directory;

    @Test
    void aDamagedFileIsToldAtOnce() throws Exception {
        Path file = directory.resolve("users.json");
        User ann = UserFile.open(file, 1000).add("ann", "a password", User.ADMIN);
        assertThat(UserFile.open(file, 1000).authenticate("ann", "a password")).contains(ann);
        String content = Files.readString(file);
        for (String damaged : List.of(
                content.replaceAll("pbkdf2[^\"]*", "x"),
                content.replace("$1000$", "$many$"),
                content.replace("$1000$", "$0$"),
                content.replace("$1000$", "$1000$$"),
                content.replace("\"password\"", "\"word\""),
                content.replace("\"admin\"", "7"),
                content.replace("\"users\"", "\"user\""),
                content.substring(0, content.length() / 2),
                "")) {
            assertThat(damaged).isNotEqualTo(content);
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> UserFile.open(file, 1000)).as(damaged).isInstanceOf(SecretsException.class);
        }
    }
}
