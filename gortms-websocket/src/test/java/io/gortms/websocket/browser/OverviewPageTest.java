package io.gortms.websocket.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The broker at a glance. */
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
        shop.declareQueue("returns");
        browser.awaitText("nav", "returns");
    }
}
