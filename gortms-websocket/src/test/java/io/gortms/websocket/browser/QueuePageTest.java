package io.gortms.websocket.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Delivery;
import io.gortms.ExchangeType;
import io.gortms.Message;
import io.gortms.Predicates;
import io.gortms.StoredMessage;
import io.gortms.websocket.ObservationServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be seen of a queue, and done to it. */
class QueuePageTest extends PageTest {

    private static final String VIEW = "#/queues/shop/orders/";

    private ObservationServer managed() {
        return server(builder -> builder.allowManage(true).allowPublish(true));
    }

    private void giveUp(int count) {
        for (int i = 0; i < count; i++) {
            orders.publish(Message.json("{\"order\":" + i + "}"));
        }
        for (Delivery delivery : shipping.poll(count, Duration.ofSeconds(10))) {
            delivery.reject("no such address");
        }
        assertThat(orders.deadLetters().count()).isEqualTo(count);
    }

    @Test
    void groupsArePausedAndResumed() throws Exception {
        open(managed(), VIEW + "groups");
        browser.press("Pause shipping");
        browser.press("Cancel");
        browser.await("!document.querySelector('dialog')");
        assertThat(shipping.isPaused()).isFalse();
        browser.press("Pause shipping");
        browser.press("Pause");
        browser.awaitText("main td", "paused");
        assertThat(shipping.isPaused()).isTrue();
        browser.press("Resume shipping");
        browser.awaitText("#notices", "shipping is resumed");
        assertThat(shipping.isPaused()).isFalse();
        browser.awaitText("main td", "running");
    }

    @Test
    void groupsAreMoved() throws Exception {
        orders.declareGroup("keeper"); // what it has not settled is kept
        for (int i = 0; i < 10; i++) {
            orders.publish(i);
        }
        open(managed(), VIEW + "groups");
        browser.press("Seek shipping");
        browser.type("dialog input[type=number]", "-1");
        browser.click("dialog input[value=position]");
        browser.script("document.querySelector('dialog form').noValidate = true");
        browser.press("Move");
        browser.awaitText("dialog", "whole number");
        browser.type("dialog input[type=number]", "7");
        browser.press("Move");
        browser.awaitText("#notices", "shipping is at position 7");
        assertThat(shipping.lag()).isEqualTo(3);
        seek("latest", "shipping is at position 10");
        seek("earliest", "shipping is at position 0");
        browser.press("Seek shipping");
        browser.click("dialog input[value=time]");
        browser.press("Move");
        browser.awaitText("dialog", "Choose day and time.");
        browser.script("document.querySelector('dialog input[type=datetime-local]').value = '2000-01-01T00:00:00'");
        browser.press("Move");
        browser.await("!document.querySelector('dialog')");
        assertThat(shipping.position()).isZero();
    }

    private void seek(String to, String said) throws Exception {
        browser.press("Seek shipping");
        browser.click("dialog input[value=" + to + "]");
        browser.press("Move");
        browser.awaitText("#notices", said);
    }

    @Test
    void nothingIsChangedWhereThatIsNotAllowed() throws Exception {
        giveUp(1);
        open(server(builder -> {}), VIEW + "groups");
        browser.awaitText("main", "Groups can be looked at, not changed");
        assertThat(visibleButtons()).isEmpty();
        browser.script("""
                window.seen = new Set();
                new MutationObserver(() => document.querySelectorAll("main button").forEach((button) => {
                  if (button.checkVisibility()) { seen.add(button.innerText); }
                })).observe(document.body, { subtree: true, childList: true, attributes: true });
                """);
        browser.press("Dead letters");
        browser.awaitText("main", "1 dead letters, 0 chosen");
        assertThat(browser.script("return [...seen].join()").asText())
                .as("not even for a moment")
                .isEqualTo("Refresh");
        browser.press("Publish");
        browser.awaitText("main", "Publishing is not allowed here");
        assertThat(visibleButtons()).isEmpty();
    }

    private String visibleButtons() throws Exception {
        return browser.script("return [...document.querySelectorAll('main button')].filter((e) => e.checkVisibility())"
                        + ".map((e) => e.innerText).join(' ')")
                .asText();
    }

    @Test
    void deadLettersAreRedriven() throws Exception {
        giveUp(3);
        open(managed(), VIEW + "letters");
        browser.awaitText("main .stream", "shipping: no such address");
        browser.click("input[aria-label='Choose letter 1']");
        browser.press("Redrive chosen");
        browser.awaitText("#notices", "1 redriven");
        browser.awaitText("main", "2 dead letters, 0 chosen");
        List<StoredMessage> left = orders.deadLetters().browse(10);
        assertThat(left).extracting(StoredMessage::position).containsExactly(0L, 2L);
        browser.press("Redrive all");
        browser.click("dialog button.danger");
        browser.awaitText("main", "There is no dead letter.");
        assertThat(shipping.lag()).isEqualTo(3);
    }

    @Test
    void deadLettersArePurgedAndPaged() throws Exception {
        giveUp(60);
        open(managed(), VIEW + "letters");
        browser.await("document.querySelectorAll('main .stream > li').length === 50");
        browser.press("More");
        browser.await("document.querySelectorAll('main .stream > li').length === 60");
        browser.press("Refresh");
        browser.await("document.querySelectorAll('main .stream > li').length === 50");
        browser.press("Purge…");
        browser.press("Remove");
        browser.awaitText("#notices", "60 removed");
        assertThat(orders.deadLetters().count()).isZero();
        browser.click("nav a[href*=dlq]");
        browser.press("Dead letters");
        browser.awaitText("main", "a queue of dead letters itself");
    }

    @Test
    void rulesAreShownAndExplained() throws Exception {
        shop.declareQueue("large");
        shop.route("orders").to("large").when(Predicates.gt("amount", 1000));
        shop.declareExchange("all", ExchangeType.TOPIC).bind("order.#", "orders");
        open(server(builder -> {}), VIEW + "routing");
        browser.awaitText("main", "\"amount\"");
        browser.awaitText("main", "order.# → orders");
        browser.press("Explain");
        browser.awaitText("main", "Copies would go to large.");
        browser.type("textarea[aria-label=Payload]", "{\"amount\": 1}");
        browser.press("Explain");
        browser.awaitText("main", "No copy would be made.");
        browser.type("textarea[aria-label=Payload]", "{");
        browser.awaitText("main", "This is not JSON");
        assertThat(orders.stats().published()).isZero();
    }

    @Test
    void publish() throws Exception {
        open(managed(), VIEW + "publish");
        browser.type("textarea[aria-label=Payload]", "{\"amount\": 1.50");
        browser.awaitText("main", "This is not JSON");
        browser.press("Format");
        browser.type("textarea[aria-label=Payload]", "{\"amount\": 1.50, \"n\": 12345678901234567890}");
        browser.press("Format");
        browser.type("form label:nth-of-type(2) input", "ann");
        browser.type("form label:nth-of-type(3) input", "order-1");
        browser.type("form label:nth-of-type(4) textarea", "no header");
        browser.click("form button.primary");
        browser.awaitText("main .error", "A header is");
        browser.type("form label:nth-of-type(4) textarea", "source: console\nzone: eu:1");
        browser.click("form button.primary");
        browser.awaitText("#notices", "published at position 0");
        StoredMessage stored = orders.read(0, 1).get(0);
        assertThat(new String(stored.payload(), StandardCharsets.UTF_8))
                .isEqualTo("{\n  \"amount\": 1.50,\n  \"n\": 12345678901234567890\n}");
        assertThat(stored.key()).isEqualTo("ann");
        assertThat(stored.messageId()).isEqualTo("order-1");
        assertThat(stored.headers()).containsEntry("source", "console").containsEntry("zone", "eu:1");
    }

    @Test
    void whatTheBrokerRefusesIsTold() throws Exception {
        open(managed(), VIEW + "publish");
        browser.type("form label:nth-of-type(4) textarea", "gortms-dead-reason: x");
        browser.click("form button.primary");
        browser.awaitText("main .error", "gortms-");
        browser.script("const box = document.querySelector('textarea[aria-label=Payload]');"
                + "box.value = JSON.stringify('x'.repeat(1100000))");
        browser.click("form button.primary");
        browser.awaitText("main .error", "it is not known whether this was published");
        assertThat(orders.stats().published()).isZero();
    }

    @Test
    void trafficAndOptions() throws Exception {
        orders.publish(1);
        open(server(builder -> {}), VIEW + "traffic");
        browser.awaitText("main", "60 points");
        browser.choose("Period", "3600");
        browser.choose("Granularity", "300");
        browser.awaitText("main", "12 points");
        browser.press("Options");
        browser.awaitText("main", "maxSize");
        browser.awaitText("main", "100");
        browser.press("Messages");
        browser.awaitText("main [role=status]", "live");
    }

    @Test
    void aQueueThatIsNotThereAnyMoreAndThenAgain() throws Exception {
        shop.declareQueue("returns").declareGroup("shipping");
        open(managed(), "#/queues/shop/returns/messages");
        browser.awaitText("main .muted", "0 waiting");
        shop.deleteQueue("returns");
        refresh();
        browser.awaitText("main .error", "no queue 'returns'");
        assertThat(browser.text("main")).doesNotContain("waiting");
        assertThat(visibleButtons()).isEmpty();
        shop.declareQueue("returns").publish(1);
        refresh();
        browser.awaitText("main .muted", "positions 0 to 1");
        browser.awaitText("main [role=status]", "live");
    }
}
