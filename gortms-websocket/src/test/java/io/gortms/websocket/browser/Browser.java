package io.gortms.websocket.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A browser with one tab. Whatever is waited for is waited for in the page, by its changes, and 20 seconds at most. */
final class Browser implements AutoCloseable {

    /** The name of an element's reference, as of the specification. */
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    /** Calls back when the expression is true, or with the reason why it was not when there is no more time. */
    private static final String AWAIT = """
            const done = arguments[arguments.length - 1];
            let last = "it was false";
            const seen = () => {
              try { return Boolean(%s); } catch (e) { last = String(e); return false; }
            };
            const end = (result) => { observer.disconnect(); clearInterval(timer); clearTimeout(late); done(result); };
            const look = () => { if (seen()) { end(null); } };
            const observer = new MutationObserver(look);
            const timer = setInterval(look, 100);
            const late = setTimeout(() => end(last + "; the page says: " + document.body.innerText.slice(0, 4000)), 15000);
            observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
            look();
            """;

    private final Driver driver;
    private final String session;

    Browser(Driver driver, String session) {
        this.driver = driver;
        this.session = "/session/" + session;
    }

    void open(String url) throws IOException {
        post("/url", Map.of("url", url));
    }

    void reload() throws IOException {
        post("/refresh", Map.of());
    }

    /** Runs the body of a function, and gives what it returns. */
    JsonNode script(String body, Object... arguments) throws IOException {
        return post("/execute/sync", Map.of("script", body, "args", List.of(arguments)));
    }

    /** Runs the body of a function whose last argument is to be called with the result. */
    JsonNode asyncScript(String body, Object... arguments) throws IOException {
        return post("/execute/async", Map.of("script", body, "args", List.of(arguments)));
    }

    /** Waits until the expression is true in the page. */
    void await(String expression) throws IOException {
        JsonNode reason = asyncScript(AWAIT.formatted(expression));
        if (!reason.isNull()) {
            throw new AssertionError("not in time: " + expression + ": " + reason.asText());
        }
    }

    /** Waits until the text is seen somewhere in the elements that a selector of CSS finds. */
    void awaitText(String selector, String text) throws IOException {
        await("[...document.querySelectorAll(%s)].some((e) => e.innerText.includes(%s))"
                .formatted(quoted(selector), quoted(text)));
    }

    /** The text that is seen in an element. */
    String text(String selector) throws IOException {
        return script("return document.querySelector(arguments[0]).innerText", selector)
                .asText();
    }

    void click(String selector) throws IOException {
        clickElement(find("css selector", selector));
    }

    /** Clicks on the button or link of this name, as people and screen readers know it. */
    void press(String name) throws IOException {
        clickElement(find("xpath", named(name)));
    }

    private static String named(String name) {
        return "(//dialog[@open]//*|//*[not(//dialog[@open])])[self::button or self::a][normalize-space()='%s' or @aria-label='%s'][not(ancestor-or-self::*[@hidden])]"
                .formatted(name, name);
    }

    /** The browser scrolls only to what it does not see, and takes what is behind the bar for seen. */
    private void clickElement(String element) throws IOException {
        script("arguments[0].scrollIntoView({block: 'center'})", Map.of(ELEMENT, element));
        post("/element/" + element + "/click", Map.of());
    }

    /** Replaces what is in a field, as if typed; waits until it is seen, as a form may wait for what the server allows. */
    void type(String selector, String text) throws IOException {
        await("document.querySelector(%s)?.checkVisibility()".formatted(quoted(selector)));
        String element = find("css selector", selector);
        post("/element/" + element + "/clear", Map.of());
        post("/element/" + element + "/value", Map.of("text", text));
    }

    /** Presses keys, one after the other, where the focus is; see the codes in the specification. */
    void keys(String keys) throws IOException {
        List<Object> actions = new ArrayList<>();
        keys.codePoints().mapToObj(Character::toString).forEach(key -> {
            actions.add(Map.of("type", "keyDown", "value", key));
            actions.add(Map.of("type", "keyUp", "value", key));
        });
        post("/actions", Map.of("actions", List.of(Map.of("type", "key", "id", "keyboard", "actions", actions))));
    }

    /** Moves the pointer to the middle of an element. */
    void hover(String selector) throws IOException {
        Map<String, Object> origin = Map.of(ELEMENT, find("css selector", selector));
        Map<String, Object> move = Map.of("type", "pointerMove", "duration", 0, "origin", origin, "x", 0, "y", 0);
        post(
                "/actions",
                Map.of("actions", List.of(Map.of("type", "pointer", "id", "mouse", "actions", List.of(move)))));
    }

    /** Chooses an option of a select element. */
    void choose(String label, String value) throws IOException {
        click("select[aria-label='%s'] option[value='%s']".formatted(label, value));
    }

    /** Waits for the element too. */
    private String find(String strategy, String selector) throws IOException {
        if (strategy.equals("xpath")) {
            await(("document.evaluate(%s, document, null, XPathResult.FIRST_ORDERED_NODE_TYPE).singleNodeValue"
                            + "?.checkVisibility()")
                    .formatted(quoted(selector)));
        } else {
            await("document.querySelector(%s)".formatted(quoted(selector)));
        }
        return post("/element", Map.of("using", strategy, "value", selector))
                .get(ELEMENT)
                .asText();
    }

    void size(int width, int height) throws IOException {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** What the system prefers: {@code light} or {@code dark}. */
    void prefer(String scheme) throws IOException {
        command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Lets pages read and write the clipboard. */
    void allowClipboard() throws IOException {
        command(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        command("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
    }

    /** A command of the DevTools protocol. */
    private void command(String name, Map<String, Object> parameters) throws IOException {
        post("/goog/cdp/execute", Map.of("cmd", name, "params", parameters));
    }

    void screenshot(Path file) throws IOException {
        String image = driver.send("GET", session + "/screenshot", Map.of()).asText();
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Base64.getDecoder().decode(image));
    }

    static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }

    private JsonNode post(String path, Object body) throws IOException {
        return driver.send("POST", session + path, body);
    }

    @Override
    public void close() throws IOException {
        driver.send("DELETE", session, Map.of());
    }
}
