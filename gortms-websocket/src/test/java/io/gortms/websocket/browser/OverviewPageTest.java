package io.gortms.websocket.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.websocket.ObservationServer;
import io.gortms.websocket.Tls;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker at a glance, and what stands around each view. */
class OverviewPageTest extends PageTest {

    @Test
    void queuesAreShownLive() throws Exception {
        open(server(builder -> {}), "");
        browser.awaitText("nav", "orders");
        browser.awaitText("main td", "0 / 100");
        for (int i = 0; i < 80; i++) {
            orders.publish(i);
        }
        browser.awaitText("main td", "80 / 100");
        assertThat(browser.script("return document.querySelector('main .fill').dataset.level")
                        .asText())
                .isEqualTo("warning");
        browser.awaitText("main .alerts", "shop.orders is 80 % full");
        shop.declareQueue("returns");
        orders.declareGroup("packing").pause();
        refresh();
        browser.awaitText("nav", "returns");
        browser.awaitText("main td", "2 (1 paused)");
    }

    @Test
    void thousandsOfQueuesAreSorted() throws Exception {
        for (int i = 0; i < 500; i++) {
            shop.declareQueue("queue-" + i);
        }
        MessageQueue last = shop.declareQueue("zzz");
        last.declareGroup("slow");
        last.publish(1);
        open(server(builder -> {}), "");
        browser.awaitText("main", "302 more queues");
        browser.await("document.querySelectorAll('main tbody tr').length === 200");
        browser.awaitText("main tbody tr:first-child", "shop.orders");
        browser.script(
                "[...document.querySelectorAll('main thead button')].find((e) => e.innerText === 'Lag').focus()");
        browser.keys("\uE007"); // enter
        browser.awaitText("main tbody tr:first-child", "shop.zzz");
        browser.await("document.querySelector('main th[aria-sort=descending]').innerText.startsWith('Lag')");
        browser.press("Queue");
        browser.awaitText("main tbody tr:first-child", "shop.orders");
    }

    @Test
    void byTls(@TempDir Path directory) throws Exception {
        ObservationServer server = server(builder -> builder.tls(Tls.selfSigned(directory)));
        browser.open("https://localhost:" + server.consolePort() + "/");
        browser.awaitText("#connection", "connected");
        browser.awaitText("nav", "orders");
    }

    @Test
    void barsTurnAtTheMarks() throws Exception {
        open(server(builder -> {}), "");
        for (int i = 1; i <= 95; i++) {
            orders.publish(i);
            if (i == 74 || i == 75 || i == 90) {
                refresh();
                String level = i == 74 ? "ok" : i == 75 ? "warning" : "critical";
                browser.await(
                        "document.querySelector('main [aria-valuenow=\"%d.0\"]')?.parentElement.dataset.level === '%s'"
                                .formatted(i, level));
            }
        }
    }

    @Test
    void theChartOfAnotherPeriod() throws Exception {
        orders.publish(Message.json("{}"));
        open(server(builder -> {}), "");
        browser.awaitText("main", "60 points");
        browser.choose("Period", "6h");
        browser.awaitText("main", "72 points");
        browser.choose("Granularity", "1h");
        browser.awaitText("main", "6 points");
        browser.click("main details summary");
        browser.await("document.querySelectorAll('main details tbody tr').length === 6");
    }

    @Test
    void pointerAndArrowKeysReadTheChart() throws Exception {
        open(server(builder -> {}), "");
        browser.awaitText("main", "60 points");
        browser.hover(".chart svg");
        browser.awaitText(".readout", "0/s published, 0/s consumed");
        browser.hover("main h1");
        browser.await("document.querySelector('.readout').innerText.trim() === ''");
        browser.script("document.querySelector('.chart svg').focus()");
        browser.keys("\uE012\uE012"); // two arrows to the left
        browser.awaitText(".readout", "0/s published, 0/s consumed");
        browser.keys("\uE00C"); // escape
        browser.await("document.querySelector('.readout').innerText.trim() === ''");
    }

    @Test
    void navigationByNameAndByKeyboard() throws Exception {
        shop.declareQueue("returns");
        open(server(builder -> {}), "");
        browser.awaitText("nav", "returns");
        browser.type("input[aria-label='Filter queues']", "ret");
        browser.await("![...document.querySelectorAll('nav .name')].some((e) => e.innerText === 'orders')");
        browser.keys("\uE004\uE007"); // tab, enter
        browser.awaitText("main h1", "shop.returns");
        assertThat(browser.text("nav [aria-current=page] .name")).isEqualTo("returns");
        browser.script("document.querySelector('main nav a[href$=groups]').focus()");
        browser.keys("\uE007"); // enter
        browser.awaitText("main", "No group reads this queue.");
        assertThat(browser.script("return document.activeElement.innerText").asText())
                .isEqualTo("Groups");
        browser.press("Overview");
        browser.awaitText("main h1", "Overview");
    }

    @Test
    void skipToTheContent() throws Exception {
        open(server(builder -> {}), "");
        browser.script("document.getElementById('skip').focus()");
        browser.keys("\uE007"); // enter
        browser.await("document.activeElement.id === 'main'");
    }

    @Test
    void aNarrowScreenHidesTheQueuesBehindAButton() throws Exception {
        open(server(builder -> {}), "");
        browser.size(360, 700);
        browser.await("!document.getElementById('navigation').checkVisibility()");
        assertThat(browser.script("return document.documentElement.scrollWidth <= innerWidth")
                        .asBoolean())
                .isTrue();
        assertThat(browser.script("return document.querySelector('.bar').offsetHeight"
                                + " <= parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop)")
                        .asBoolean())
                .as("what has the focus is not under the bar")
                .isTrue();
        browser.press("Menu");
        browser.click("nav a[href*=orders]");
        browser.awaitText("main h1", "shop.orders");
        browser.await("!document.getElementById('navigation').checkVisibility()");
    }

    @Test
    void theThemeFollowsTheSystemUntilItIsSwitched() throws Exception {
        browser.prefer("dark");
        open(server(builder -> {}), "");
        assertThat(background()).isEqualTo("rgb(16, 21, 28)");
        browser.press("Theme: system");
        assertThat(background()).isEqualTo("rgb(245, 247, 249)");
        browser.reload();
        browser.press("Theme: light");
        assertThat(background()).isEqualTo("rgb(16, 21, 28)");
        browser.press("Theme: dark");
        browser.prefer("light");
        assertThat(background()).isEqualTo("rgb(245, 247, 249)");
    }

    private String background() throws Exception {
        return browser.script("return getComputedStyle(document.body).backgroundColor")
                .asText();
    }

    @Test
    void theConnectionComesBack() throws Exception {
        ObservationServer first = server(builder -> {});
        open(first, "");
        int port = first.port();
        first.close();
        browser.awaitText("#connection", "again in");
        server(builder -> builder.port(port));
        browser.awaitText("#connection", "connected");
        shop.declareQueue("returns");
        refresh();
        browser.awaitText("nav", "returns");
    }

    @Test
    void events() throws Exception {
        open(server(builder -> {}), "#/events");
        browser.awaitText("main .stream", "queue created shop.orders");
        shop.declareQueue("returns");
        browser.awaitText("main .stream li:first-child", "queue created shop.returns");
        browser.type("input[aria-label='Filter events']", "orders");
        browser.await("!document.querySelector('main .stream').innerText.includes('returns')");
        browser.press("Pause");
        orders.declareGroup("late");
        shop.declareQueue("letters");
        refresh();
        browser.awaitText("nav", "letters"); // by then the events have come, too
        assertThat(browser.text("main .stream")).doesNotContain("late");
        browser.press("Pause");
        browser.awaitText("main .stream", "shop.orders/late");
        browser.choose("Kind of events", "error");
        browser.awaitText("main", "No event to show.");
    }
}
