package io.gortms.websocket.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** axe-core (https://github.com/dequelabs/axe-core), which looks for what keeps people from using a page. */
final class Axe {

    private static final String RUN = """
            const done = arguments[arguments.length - 1];
            axe.run(document).then((found) => done(found.violations
                .filter((v) => v.impact === "serious" || v.impact === "critical")
                .map((v) => v.id + ": " + v.help + ": " + v.nodes.map((n) => n.html + " " + n.failureSummary).join("; "))),
              (e) => done(["axe failed: " + e]));
            """;

    private Axe() {}

    /** What is shown now has nothing serious, in light and in dark. */
    static void assertNothingSerious(Browser browser, String where) throws IOException {
        if (browser.script("return typeof axe === 'undefined'").asBoolean()) {
            browser.script(source());
        }
        for (String scheme : List.of("light", "dark")) {
            browser.prefer(scheme);
            assertThat(browser.asyncScript(RUN)).as("%s, %s", where, scheme).isEmpty();
        }
    }

    private static String source() throws IOException {
        try (InputStream in = Axe.class.getResourceAsStream("/axe-core/axe.min.js")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
