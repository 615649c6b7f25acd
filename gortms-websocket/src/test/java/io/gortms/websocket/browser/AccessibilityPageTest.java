package io.gortms.websocket.browser;

import io.gortms.Delivery;
import io.gortms.ExchangeType;
import io.gortms.Message;
import io.gortms.Predicates;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What axe-core finds in each view and dialog: nothing serious. {@link LoginPageTest} does the same for the login. */
class AccessibilityPageTest extends PageTest {

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

    @Test
    void nothingSerious() throws Exception {
        open(server(builder -> builder.allowManage(true).allowPublish(true)), "");
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
        assertNothingFound("narrow, with the menu");
        browser.script("location.hash = '#/queues/shop/orders/groups'");
        browser.awaitText("main td", "paused");
        assertNothingFound("narrow, groups");
        browser.press("Seek shipping");
        browser.await("document.querySelector('dialog').scrollWidth <= document.querySelector('dialog').clientWidth");
        browser.press("Cancel");
        shop.deleteQueue("large");
        browser.script("location.hash = '#/queues/shop/large/groups'");
        browser.awaitText("main .error", "no queue 'large'");
        assertNothingFound("a queue that is not there");
    }

    @Test
    void nothingSeriousWhereNothingMayBeChanged() throws Exception {
        open(server(builder -> {}), "#/queues/shop/orders/groups");
        browser.awaitText("main", "Groups can be looked at, not changed");
        assertNothingFound("groups");
        browser.press("Publish");
        browser.awaitText("main", "Publishing is not allowed here");
        assertNothingFound("publish");
    }

    private void prepare(String tab) throws Exception {
        switch (tab) {
            case "groups" -> {
                browser.press("Seek shipping");
                browser.awaitText("dialog", "Move to");
                assertNothingFound("seek");
                browser.press("Cancel");
                browser.press("Pause shipping");
                browser.awaitText("dialog", "until it is resumed");
                assertNothingFound("pause");
                browser.press("Pause");
                browser.awaitText("#notices", "shipping is paused");
                assertNothingFound("a notice");
            }
            case "letters" -> {
                browser.press("Purge…");
                browser.awaitText("dialog", "cannot be undone");
                assertNothingFound("purge");
                browser.press("Cancel");
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
        Axe.assertNothingSerious(browser, where);
    }
}
