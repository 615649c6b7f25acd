package io.gortms.websocket.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The code of docs/websocket.md for clients that are not in Java, as it stands there: what runs in a test cannot part from the page. */
public final class Snippets {

    private static final Path PAGE = Path.of("../docs/websocket.md");

    private Snippets() {}

    /** The first code block below the heading of this client, with these texts, which have to be in it, replaced. */
    public static String of(String client, Map<String, String> replacements) throws IOException {
        Matcher block = Pattern.compile(
                        "^### " + Pattern.quote(client) + "$.*?^```\\w*\\R(.*?)^```$",
                        Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(PAGE));
        assertThat(block.find()).as("a snippet for %s", client).isTrue();
        String code = block.group(1);
        for (Map.Entry<String, String> replacement : replacements.entrySet()) {
            assertThat(code).contains(replacement.getKey());
            code = code.replace(replacement.getKey(), replacement.getValue());
        }
        return code;
    }
}
