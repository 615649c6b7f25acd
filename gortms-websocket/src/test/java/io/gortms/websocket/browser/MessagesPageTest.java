package io.gortms.websocket.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.ManualClock;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.websocket.ObservationServer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The live messages of a queue. */
class MessagesPageTest extends PageTest {

    private static final String VIEW = "#/queues/shop/orders/messages";
    private static final String FIRST = "main .stream li:first-child";

    /** How many messages are seen. */
    private void awaitShown(int count) throws Exception {
        browser.await(
                "[...document.querySelectorAll('main .stream > li')].filter((e) => !e.hidden).length === " + count);
    }

    private void openLive() throws Exception {
        open(server(builder -> {}), VIEW);
        browser.awaitText("main [role=status]", "live");
    }

    @Test
    void messagesAppearAsTheyArePublishedAndOpen() throws Exception {
        openLive();
        orders.publish(Message.json("{\"amount\": 12345678901234567890.10, \"items\": [{\"name\": \"pen\"}]}")
                .key("ann")
                .header("source", "shop"));
        browser.awaitText(FIRST, "12345678901234567890.10");
        browser.click(FIRST + " summary");
        browser.awaitText(FIRST + " .facts", "ann");
        browser.awaitText(FIRST + " .facts", "source");
        browser.awaitText(FIRST + " .json", "amount: 12345678901234567890.10");
        browser.click(FIRST + " .json li:last-child > details > summary");
        browser.click(FIRST + " .json li:last-child li details > summary");
        browser.awaitText(FIRST + " .json", "name: \"pen\"");
    }

    @Test
    void theyAreCopied() throws Exception {
        openLive();
        browser.allowClipboard();
        orders.publish(Message.json("{\"amount\":1.50}"));
        browser.click(FIRST + " summary");
        browser.press("Copy payload");
        browser.awaitText("#notices", "copied");
        assertThat(clipboard()).isEqualTo("{\n  \"amount\": 1.50\n}");
        browser.press("Copy message");
        browser.await("document.querySelectorAll('#notices .notice').length === 2");
        assertThat(clipboard()).contains("\"position\": 0", "\"amount\": 1.50");
        browser.press("Dismiss");
        browser.await("document.querySelectorAll('#notices .notice').length < 2");
    }

    private String clipboard() throws Exception {
        return browser.asyncScript("navigator.clipboard.readText().then(arguments[0], (e) => arguments[0](String(e)))")
                .asText();
    }

    @Test
    void pauseAndGoOn() throws Exception {
        openLive();
        orders.publish("one");
        awaitShown(1);
        browser.press("Pause");
        orders.publish("two");
        orders.publish("three");
        browser.awaitText("main [role=status]", "paused, 2 new");
        awaitShown(1);
        browser.press("Go on");
        awaitShown(3);
        browser.press("Clear");
        awaitShown(0);
    }

    @Test
    void theFilterLooksAtAllOfAMessage() throws Exception {
        openLive();
        orders.publish(Message.json("{\"city\":\"Oslo\"}"));
        orders.publish(Message.json("{\"city\":\"Rome\"}").header("via", "oslo"));
        orders.publish(Message.json("{\"city\":\"Bern\"}"));
        awaitShown(3);
        browser.type("input[aria-label='Filter messages']", "OSLO");
        awaitShown(2);
        orders.publish(Message.json("{\"city\":\"Paris\"}"));
        orders.publish(Message.json("{\"to\":\"Oslo\"}"));
        awaitShown(3);
    }

    @Test
    void replayFromAPosition() throws Exception {
        for (int i = 0; i < 10; i++) {
            orders.publish("message " + i);
        }
        openLive();
        awaitShown(0);
        browser.type("input[aria-label='Position to replay from']", "7");
        browser.press("Replay");
        awaitShown(3);
        browser.awaitText(FIRST, "message 9");
        orders.publish("message 10");
        awaitShown(4);
        browser.awaitText(FIRST, "message 10");
    }

    @Test
    void whatIsNotOfTodayIsShownWithItsDay() throws Exception {
        ManualClock clock = new ManualClock(Instant.parse("2020-02-03T12:00:00Z"));
        Broker old = closedAtTheEnd(Broker.builder().inMemory().clock(clock).build());
        MessageQueue kept = old.declareDomain("shop").declareQueue("orders");
        kept.declareGroup("shipping");
        kept.publish("one");
        open(server(old, builder -> {}), VIEW);
        browser.type("input[aria-label='Position to replay from']", "0");
        browser.press("Replay");
        browser.awaitText(FIRST + " time", "3 Feb 2020 ");
        browser.script("location.hash = '#/events'");
        browser.awaitText("main .stream time", "3 Feb 2020 ");
    }

    @Test
    void onlyTheNewestAreKept() throws Exception {
        MessageQueue visits = shop.declareQueue("visits");
        open(server(builder -> {}), VIEW.replace("orders", "visits"));
        browser.awaitText("main [role=status]", "live");
        for (int i = 0; i < 600; i++) {
            visits.publish(i);
        }
        browser.awaitText("main [role=status]", "the newest 500 are kept");
        browser.awaitText(FIRST, "#599");
        awaitShown(500);
    }

    @Test
    void afterALostConnectionItGoesOnWithoutAGap() throws Exception {
        ObservationServer first = server(builder -> {});
        open(first, VIEW);
        browser.awaitText("main [role=status]", "live");
        orders.publish("before");
        awaitShown(1);
        int port = first.port();
        first.close();
        browser.awaitText("#connection", "again in");
        orders.publish("meanwhile");
        server(builder -> builder.port(port));
        browser.awaitText("#connection", "connected");
        awaitShown(2);
        browser.awaitText(FIRST, "meanwhile");
    }
}
