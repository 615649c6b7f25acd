package io.gortms.websocket.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gortms.Delivery;
import io.gortms.ExchangeType;
import io.gortms.Message;
import io.gortms.Predicates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What axe-core (https://github.com/dequelabs/axe-core) finds in each view: nothing serious. */
class AccessibilityPageTest extends PageTest {

    private static final String RUN = """
            const done = arguments[arguments.length - 1];
            axe.run(document).then((found) => done(found.violations
                .filter((v) => v.impact === "serious" || v.impact === "critical")
                .map((v) => v.id + ": " + v.help + ": " + v.nodes.map((n) => n.html + " " + n.failureSummary).join("; "))),
              (e) => done(["axe failed: " + e]));
            """;

    @BeforeEach
    void fill() {
        shop.declareQueue("large");
        shop.route("orders").to("large").when(Predicates.gt("amount", 1000));
        shop.declareExchange("all", ExchangeType.TOPIC).bind("order.#", "orders");
        for (int i = 0; i < 95; i++) {
            orders.publish(Message.json("{\"amount\":" + i + ",\"list\":[1,null,\"x\"]}")
                    .header("source", "shop"));
        }
        for (Delivery delivery : shipping.poll(3, Duration.ofSeconds(10))) {
            delivery.reject("no such address");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void nothingSerious(String scheme) throws Exception {
        browser.prefer(scheme);
        open(server(builder -> builder.allowManage(true).allowPublish(true)), "");
        browser.script(axe());
        browser.awaitText("main td", " / 100");
        assertNothingFound("overview");
        for (String tab : List.of("traffic", "groups", "letters", "routing", "publish", "options", "messages")) {
            browser.script("location.hash = '#/queues/shop/orders/' + arguments[0]", tab);
            browser.awaitText("main .muted", "waiting");
            prepare(tab);
            assertNothingFound(tab);
        }
        browser.script("location.hash = '#/events'");
        browser.awaitText("main .stream", "group created");
        assertNothingFound("events");
        browser.size(360, 700);
        browser.press("Menu");
        assertNothingFound("narrow");
    }

    private void prepare(String tab) throws Exception {
        switch (tab) {
            case "groups" -> {
                browser.press("Seek shipping");
                browser.awaitText("dialog", "Move to");
                assertNothingFound("seek");
                browser.press("Cancel");
            }
            case "letters" -> {
                browser.click("main .stream summary");
                browser.awaitText("main .stream", "Payload");
            }
            case "routing" -> {
                browser.press("Explain");
                browser.awaitText("main", "Copies would go to");
            }
            case "publish" -> {
                browser.type("textarea[aria-label=Payload]", "{");
                browser.awaitText("main", "This is not JSON");
            }
            case "messages" -> {
                browser.type("input[aria-label='Position to replay from']", "90");
                browser.press("Replay");
                browser.click("main .stream summary");
                browser.awaitText("main .stream", "Payload");
            }
            default -> browser.await("document.querySelector('main section')");
        }
    }

    private void assertNothingFound(String where) throws IOException {
        JsonNode found = browser.asyncScript(RUN);
        assertThat(found).as(where).isEmpty();
    }

    private static String axe() throws IOException {
        try (InputStream in = AccessibilityPageTest.class.getResourceAsStream("/axe-core/axe.min.js")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
