package io.gortms.websocket.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Message;
import io.gortms.websocket.ObservationServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever is in a message is shown as text. */
class HostilePageTest extends PageTest {

    private static final String VIEW = "#/queues/shop/orders/messages";
    private static final String FIRST = "main .stream li:first-child";

    private static final List<String> MARKUP = List.of(
            "<script>window.hacked = 1</script>",
            "<img src=x onerror='window.hacked = 1'>",
            "\"><svg onload=window.hacked=1>",
            "</textarea></title><iframe srcdoc='<script>parent.hacked=1</script>'>",
            "javascript:window.hacked=1",
            "{{constructor.constructor('window.hacked=1')()}}");

    private void show(Object message) throws Exception {
        open(server(builder -> {}), VIEW);
        browser.awaitText("main [role=status]", "live");
        publish(message);
    }

    private void publish(Object message) throws Exception {
        String position = "#" + orders.publish(message).position();
        browser.awaitText(FIRST + " summary", position);
        browser.click(FIRST + " summary");
        browser.awaitText(FIRST, "Payload");
    }

    private void assertHarmless() throws Exception {
        assertThat(browser.script("return window.hacked === undefined").asBoolean())
                .isTrue();
        assertThat(browser.script(
                                "return document.querySelectorAll('main script, main img, main iframe, main a[href^=javascript]').length")
                        .asInt())
                .isZero();
    }

    @Test
    void markupStaysText() throws Exception {
        show("a message like others");
        for (String text : MARKUP) {
            publish(Message.json(object(text, text)).key(text).header(text, text));
            browser.awaitText(FIRST + " .json", text.replace("\"", "\\\""));
            browser.awaitText(FIRST + " .facts", text);
            assertHarmless();
        }
    }

    private static String object(String name, String value) {
        return "{" + quoted(name) + ":" + quoted(value) + "}";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Test
    void whatCannotBeSeenIsWrittenOut() throws Exception {
        show(Message.json("{\"a\":\"x\\u0000\\u0007\\u001b[31m\\u202Eevil\\u200b\\ud800\"}")
                .header("h", "\u202eabc"));
        browser.awaitText(FIRST + " .json", "\\u0000\\u0007\\u001b[31m\\u202eevil\\u200b\\ud800");
        browser.awaitText(FIRST + " .facts", "\\u202eabc");
    }

    @Test
    void aHugeMessageIsCutUntilOneAsks() throws Exception {
        show(Message.json("{\"big\":\"" + "x".repeat(900_000) + "\"}"));
        browser.awaitText(FIRST + " .json", "all 900002 characters");
        assertThat(browser.script("return document.querySelector('main .stream').textContent.length")
                        .asInt())
                .isLessThan(10_000);
        browser.press("all 900002 characters");
        browser.await("document.querySelector('main .stream').textContent.length > 900000");
    }

    @Test
    void longNamesLeaveRoomOnANarrowScreen() throws Exception {
        browser.size(360, 700);
        String longest = "h".repeat(250);
        show(Message.json("{}").header(longest, "x".repeat(1000)).key("k".repeat(250)));
        browser.awaitText(FIRST + " .facts", longest);
        assertThat(browser.script("const list = [...document.querySelectorAll('main .facts')].at(-1);"
                                + "return list.scrollWidth <= list.clientWidth && list.lastChild.clientWidth > 80"
                                + " && document.documentElement.scrollWidth <= innerWidth")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aWideMessageIsShownInPieces() throws Exception {
        show(Message.json("[" + "1,".repeat(49_999) + "1]"));
        browser.awaitText(FIRST + " .json", "data: [50000]");
        browser.click(FIRST + " .json li details > summary");
        browser.await("document.querySelectorAll('main .json li li').length === 101");
        browser.press("49900 more");
        browser.await("document.querySelectorAll('main .json li li').length === 201");
    }

    @Test
    void aDeepMessageOpensLevelByLevel() throws Exception {
        show(Message.json("[".repeat(900) + "]".repeat(900)));
        browser.awaitText(FIRST + " .json", "data: [1]");
        browser.click(FIRST + " .json li details > summary");
        browser.await("document.querySelectorAll('main .json details').length === 3");
    }

    @Test
    void otherThanJson() throws Exception {
        show("<b>text</b>".getBytes(StandardCharsets.UTF_8));
        browser.awaitText(FIRST + " .json", "base64");
        assertHarmless();
    }

    @Test
    void nothingComesFromElsewhereAndNoTextBecomesMarkup() throws Exception {
        ObservationServer other = server(builder -> {});
        open(server(builder -> {}), "");
        browser.awaitText("main", "60 points");
        assertThat(browser.script("return performance.getEntriesByType('resource').map((e) => new URL(e.name).origin)"
                                + ".filter((origin) => origin !== location.origin).join()")
                        .asText())
                .isEmpty();
        assertThat(violated("fetch('http://localhost:%d/api/health')".formatted(other.consolePort())))
                .isEqualTo("connect-src");
        assertThat(violated("new WebSocket('ws://localhost:%d/api/ws/events')".formatted(other.port())))
                .isEqualTo("connect-src");
        assertThat(violated("document.body.append(Object.assign(new Image(), { src: 'data:,x' }))"))
                .isEqualTo("img-src");
        assertThat(violated("document.body.setAttribute('onclick', '1')")).isEqualTo("require-trusted-types-for");
        assertThat(violated("document.getElementById('main').innerHTML = '<b>x</b>'"))
                .isEqualTo("require-trusted-types-for");
    }

    /** Which part of the page's policy forbids this. */
    private String violated(String doing) throws Exception {
        return browser.asyncScript("""
                        const done = arguments[arguments.length - 1];
                        addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective), { once: true });
                        try { Promise.resolve(%s).catch(() => {}); } catch (e) { /* it is the violation that counts */ }
                        """.formatted(doing)).asText();
    }

    @Test
    void theAddressIsDataToo() throws Exception {
        open(server(builder -> {}), "#/queues/%3Cimg%20src=x%20onerror=window.hacked=1%3E/%E0%A4%A/messages");
        browser.awaitText("main h1", "Overview");
        browser.script("location.hash = '#/queues/%3Cimg%20src=x%20onerror=window.hacked=1%3E/x/messages'");
        browser.awaitText("main h1", "<img src=x");
        assertHarmless();
    }
}
