package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/webhooks.md} tells receivers to paste verifies what is signed here, and refuses the rest. */
class ReceiverSnippetsTest {

    /** A request and what is to be said of it; {@code headers} with names in lower case, {@code body} in base64. */
    private record Case(String name, Map<String, String> headers, String body, String secret, String expected) {}

    private static final Pattern BLOCK =
            Pattern.compile("^```(js|python)\\R(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final byte[] BODY = " {\"städte\":[\"Zürich\",\"東京\"]}\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER_BODY = "{\"städte\":[]}".getBytes(StandardCharsets.UTF_8);

    private static final String NODE_DRIVER = """
            import { readFileSync } from "node:fs";
            import { %2$s as verify } from "./%1$s";
            for (const c of JSON.parse(readFileSync(0, "utf8"))) {
              let answer;
              try {
                answer = String(verify(c.headers, Buffer.from(c.body, "base64"), c.secret));
              } catch {
                answer = "error";
              }
              console.log(c.name + ": " + answer);
            }
            """;
    private static final String PYTHON_DRIVER = """
            import base64, json, sys
            from snippet import %2$s as verify
            for c in json.load(sys.stdin):
                try:
                    answer = str(verify(c["headers"], base64.b64decode(c["body"]), c["secret"])).lower()
                except ValueError:
                    answer = "error"
                print(c["name"] + ": " + answer)
            """;

    private final WebhookSecret secret = WebhookSecret.generate();
    private final List<Case> cases = new ArrayList<>();
    private List<MatchResult> blocks = List.of();

    @TempDir
    private Path directory;

    @BeforeEach
    void readThePage() throws IOException {
        String page = Files.readString(projectRoot().resolve("docs/webhooks.md"));
        blocks = BLOCK.matcher(page).results().toList();
        // one for each test below: what is added to the page is to be run, too
        assertThat(blocks).hasSize(4);
    }

    @Test
    void javaScriptForStandardWebhooks() throws Exception {
        addStandardCases();
        run("node", "js", "verifyStandard", "snippet.mjs", "driver.mjs", NODE_DRIVER);
    }

    @Test
    void javaScriptForGost() throws Exception {
        addGostCases();
        run("node", "js", "verifyGost", "snippet.mjs", "driver.mjs", NODE_DRIVER);
    }

    @Test
    void pythonForStandardWebhooks() throws Exception {
        addStandardCases();
        run("python3", "python", "verify_standard", "snippet.py", "driver.py", PYTHON_DRIVER);
    }

    @Test
    void pythonForGost() throws Exception {
        addGostCases();
        run("python3", "python", "verify_gost", "snippet.py", "driver.py", PYTHON_DRIVER);
    }

    private void addStandardCases() {
        String text = secret.reveal();
        WebhookSecret other = WebhookSecret.generate();
        Instant now = Instant.now();
        Map<String, String> genuine = signed(SignatureProfile.STANDARD, now, secret);
        add("genuine", genuine, BODY, text, "true");
        add("without prefix", genuine, BODY, text.substring("whsec_".length()), "true");
        add("both profiles", signed(SignatureProfile.BOTH, now, secret), BODY, text, "true");
        Map<String, String> rotated =
                signed(SignatureProfile.STANDARD, now, WebhookSecret.generateEd25519(), other, secret);
        add("rotated", rotated, BODY, text, "true");
        add("some minutes old", signed(SignatureProfile.STANDARD, now.minusSeconds(200), secret), BODY, text, "true");
        add("too old", signed(SignatureProfile.STANDARD, now.minusSeconds(301), secret), BODY, text, "false");
        add("too new", signed(SignatureProfile.STANDARD, now.plusSeconds(400), secret), BODY, text, "false");
        add("another body", genuine, OTHER_BODY, text, "false");
        add("another secret", genuine, BODY, other.reveal(), "false");
        add("another id", with(genuine, "webhook-id", "msg_2"), BODY, text, "false");
        add("no number", with(genuine, "webhook-timestamp", now.getEpochSecond() + "x"), BODY, text, "false");
        add("not ASCII", with(genuine, "webhook-signature", "v1,ü"), BODY, text, "false");
        String signature = genuine.get("webhook-signature");
        add("cut short", with(genuine, "webhook-signature", signature.substring(0, 20)), BODY, text, "false");
        add("other version", with(genuine, "webhook-signature", "v2" + signature.substring(2)), BODY, text, "false");
        for (String name : genuine.keySet()) {
            Map<String, String> without = new TreeMap<>(genuine);
            without.remove(name);
            add("without " + name, without, BODY, text, "false");
        }
        add("no secret", genuine, BODY, "", "error");
        add("empty secret", genuine, BODY, "whsec_", "error");
        add("short secret", genuine, BODY, "whsec_MDEyMzQ1Njc4OQ==", "error");
        add("public key", genuine, BODY, Vectors.PUBLIC, "error");
    }

    private void addGostCases() {
        WebhookSecret text = WebhookSecret.ofText("größer als nötig");
        Map<String, String> genuine = signed(SignatureProfile.GOST, Instant.now(), text);
        add("genuine", genuine, BODY, text.reveal(), "true");
        add("old", signed(SignatureProfile.GOST, Instant.EPOCH, text), BODY, text.reveal(), "true");
        add("both profiles", signed(SignatureProfile.BOTH, Instant.now(), secret), BODY, secret.reveal(), "true");
        add("another body", genuine, OTHER_BODY, text.reveal(), "false");
        add("another secret", genuine, BODY, "grosser", "false");
        String signature = genuine.get("x-gost-signature");
        add("cut short", with(genuine, "x-gost-signature", signature.substring(0, 62)), BODY, text.reveal(), "false");
        add("too long", with(genuine, "x-gost-signature", signature + "zz"), BODY, text.reveal(), "false");
        add("not ASCII", with(genuine, "x-gost-signature", "ü"), BODY, text.reveal(), "false");
        add("unsigned", Map.of(), BODY, text.reveal(), "false");
        add("no secret", genuine, BODY, "", "error");
    }

    private void add(String name, Map<String, String> headers, byte[] body, String text, String expected) {
        cases.add(new Case(name, headers, Base64.getEncoder().encodeToString(body), text, expected));
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> changed = new TreeMap<>(headers);
        changed.put(name, value);
        return changed;
    }

    private static Map<String, String> signed(SignatureProfile profile, Instant at, WebhookSecret... secrets) {
        SignedContent content = new SignedContent("msg_1", at, 1, "order.paid", BODY);
        Map<String, String> headers = new TreeMap<>();
        profile.sign(content, Arrays.asList(secrets))
                .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return headers;
    }

    private void run(String program, String language, String function, String snippet, String driver, String code)
            throws Exception {
        assumeTrue(isInstalled(program), program + " is not installed: this snippet is not run here");
        Files.writeString(directory.resolve(snippet), block(language, function));
        Files.writeString(directory.resolve(driver), code.formatted(snippet, function));
        Path input = directory.resolve("cases.json");
        new ObjectMapper().writeValue(input.toFile(), cases);
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(program, driver)
                .directory(directory.toFile())
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readAllLines(output))
                .containsExactlyElementsOf(cases.stream()
                        .map(one -> one.name() + ": " + one.expected())
                        .toList());
    }

    private String block(String language, String function) {
        List<String> texts = blocks.stream()
                .filter(block ->
                        block.group(1).equals(language) && block.group(2).contains(function + "("))
                .map(block -> block.group(2))
                .toList();
        assertThat(texts).as("%s blocks with %s", language, function).hasSize(1);
        return texts.get(0);
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(Pattern.quote(File.pathSeparator), -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    private static Path projectRoot() {
        Path place = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(place.resolve("gortms-core"))) {
            place = place.getParent();
            assertThat(place).as("a directory above with gortms-core in it").isNotNull();
        }
        return place;
    }
}
