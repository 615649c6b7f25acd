package io.gortms.websocket.browser;

import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.Domain;
import io.gortms.ManualClock;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.Predicates;
import io.gortms.websocket.ObservationServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Makes the pictures of docs/console.md, which says how to run it; the suite does not. An hour of a shop passes by a manual clock. */
class Screenshots extends PageTest {

    private static final Path DIRECTORY = Path.of(System.getProperty("gortms.screenshots", "target/screenshots"));
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final int STEPS = 720;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-01T08:00:00Z"));
    private ObservationServer server;
    private MessageQueue sold;

    @BeforeEach
    void anHourOfAShop() {
        Broker seen = closedAtTheEnd(Broker.builder().inMemory().clock(clock).build());
        Domain ecommerce = seen.declareDomain("ecommerce");
        sold = ecommerce.declareQueue("orders", queue -> queue.maxSize(500));
        MessageQueue large = ecommerce.declareQueue("large-orders", queue -> queue.maxSize(800));
        ecommerce.route("orders").to("large-orders").when(Predicates.gt("amount", 1000));
        MessageQueue readings = seen.declareDomain("telemetry").declareQueue("readings", queue -> queue.maxSize(650));
        ConsumerGroup billing = sold.declareGroup("billing");
        ConsumerGroup packing = sold.declareGroup("shipping");
        ConsumerGroup review = large.declareGroup("review");
        readings.declareGroup("archive");
        for (int i = 0; i < STEPS; i++) {
            int orders = (int) (6 + 4 * Math.sin(i / 60.0) + 2 * Math.sin(i / 7.0));
            for (int k = 0; k < orders; k++) {
                sold.publish(order(i * 20 + k));
            }
            take(billing, orders);
            take(packing, Math.max(0, orders - (i > 400 ? 1 : 0)));
            take(review, i % 40 == 0 ? 6 : 0);
            if (i % 4 != 0 || i < 320) {
                readings.publish(Message.json("{\"celsius\":" + (200 + i % 40) / 10.0 + "}"));
            }
            clock.advance(STEP);
        }
        for (Delivery delivery : packing.poll(3, Duration.ofSeconds(10))) {
            delivery.reject("no such address");
        }
        server = server(seen, builder -> builder.allowManage(true).allowPublish(true));
    }

    private static Message order(int number) {
        int amount = number * 7919 % 1200;
        return Message.json(
                        "{\"order_id\":\"ord_%d\",\"amount\":%d.90,\"customer\":{\"name\":\"Ann\",\"city\":\"Oslo\"},\"items\":[\"pen\",\"ink\"]}"
                                .formatted(number, amount))
                .key("customer-" + number % 50)
                .header("source", "web");
    }

    private static void take(ConsumerGroup group, int count) {
        if (count > 0) {
            group.poll(count, Duration.ZERO).forEach(Delivery::ack);
        }
    }

    @Test
    void pictures() throws Exception {
        browser.prefer("light");
        open(server, "");
        browser.awaitText("main", "60 points");
        browser.awaitText("main td", "/ 500");
        picture("overview");
        queue("messages");
        browser.type(
                "input[aria-label='Position to replay from']",
                Long.toString(sold.stats().endPosition() - 12));
        browser.press("Replay");
        browser.click("main .stream li:nth-child(3) summary");
        browser.awaitText("main .stream", "Payload");
        picture("messages");
        browser.size(1280, 520);
        queue("groups");
        browser.awaitText("main td", "running");
        picture("groups");
        queue("letters");
        browser.awaitText("main .stream", "no such address");
        picture("letters");
        browser.size(1280, 860);
        queue("routing");
        browser.press("Explain");
        browser.awaitText("main", "Copies would go to");
        picture("routing");
        browser.prefer("dark");
        queue("publish");
        browser.awaitText("main form", "Payload");
        picture("publish");
        browser.size(390, 780);
        open(server, "");
        browser.awaitText("main", "60 points");
        picture("narrow");
    }

    private void queue(String tab) throws Exception {
        open(server, "#/queues/ecommerce/orders/" + tab);
        browser.awaitText("main .muted", "waiting");
    }

    private void picture(String name) throws Exception {
        browser.screenshot(DIRECTORY.resolve(name + ".png"));
    }
}
