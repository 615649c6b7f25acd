package io.gortms.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Message;
import io.gortms.PublishReceipt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Publishing. */
final class PublishOperations {

    private static final int MOST_AT_ONCE = 6;

    private PublishOperations() {}

    static void publish(World world, Random random) {
        Message message = draw(world, random, 0);
        answered(world, message, world.queue().publish(message), new HashMap<>());
    }

    /** Another message with an id that was published before. */
    static void publishAgain(World world, Random random) {
        Message message = draw(world, random, 0).id(Draw.oneOf(world.model().ids(), random));
        answered(world, message, world.queue().publish(message), new HashMap<>());
    }

    static void publishAll(World world, Random random) {
        int count = 1 + random.nextInt(MOST_AT_ONCE);
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Message message = draw(world, random, i);
            messages.add(random.nextInt(5) == 0 ? message.id("id-" + random.nextInt(8)) : message);
        }
        Map<String, ModelMessage> ofCall = new HashMap<>();
        for (Message each : messages) {
            ModelMessage first = each.id() == null ? null : world.model().firstPublish(each.id(), world.nowMs());
            if (first != null) {
                ofCall.put(first.id(), first);
            }
        }
        List<PublishReceipt> receipts = world.queue().publishAll(messages);
        assertThat(receipts).as("receipts").hasSize(count);
        for (int i = 0; i < count; i++) {
            answered(world, messages.get(i), receipts.get(i), ofCall);
        }
    }

    private static Message draw(World world, Random random, int offset) {
        long number = world.model().end() + offset;
        Message message = Message.text("text " + number + " of " + random.nextInt(1_000));
        if (random.nextBoolean()) {
            message = message.key("key-" + random.nextInt(3));
        }
        if (random.nextInt(3) == 0) {
            message = message.id("id-" + number);
        }
        if (random.nextInt(3) == 0) {
            message = message.header("colour", "red-" + number);
        }
        if (random.nextInt(4) == 0) {
            message = message.ttl(Duration.ofMillis(Draw.oneOf(random, 700, 5_000, 30_000, 100_000_000)));
        }
        if (random.nextInt(4) == 0) {
            message = message.deliverAfter(Duration.ofMillis(Draw.oneOf(random, 0, 500, 3_000, 20_000)));
        }
        return message;
    }

    /**
     * Compares a receipt.
     *
     * @param ofCall what was known when the call began, and what it has stored: whether that is known still when later ones of the
     *     same call displace it is not promised
     */
    private static void answered(
            World world, Message message, PublishReceipt receipt, Map<String, ModelMessage> ofCall) {
        world.tell(
                "publish %s key=%s ttl=%s deliverAfter=%s -> %d%s",
                message.id(),
                message.key(),
                message.ttl(),
                message.deliverAfter(),
                receipt.position(),
                receipt.duplicate() ? " (duplicate)" : "");
        if (message.id() != null) {
            assertThat(receipt.messageId()).as("id of the receipt").isEqualTo(message.id());
        }
        @Nullable ModelMessage first = first(world, message, receipt);
        if (first == null && receipt.duplicate()) {
            first = ofCall.get(receipt.messageId());
        }
        assertThat(receipt.duplicate()).as("duplicate").isEqualTo(first != null);
        if (first == null) {
            ofCall.put(receipt.messageId(), stored(world, message, receipt));
        } else {
            assertThat(receipt.position()).as("position of the first publish").isEqualTo(first.position());
            assertThat(receipt.timestamp().toEpochMilli())
                    .as("time of the first publish")
                    .isEqualTo(first.publishedMs());
        }
    }

    /** What it has to be a duplicate of, or null; if that is not promised, the answer decides. */
    private static @Nullable ModelMessage first(World world, Message message, PublishReceipt receipt) {
        String id = message.id();
        if (id == null) {
            return null;
        }
        long nowMs = world.nowMs();
        if (world.isOnDisk() || !world.model().mayHaveForgottenIds(nowMs)) {
            return world.model().firstPublish(id, nowMs);
        }
        return world.model().publishesInWindow(id, nowMs).stream()
                .filter(each -> receipt.duplicate() && each.position() == receipt.position())
                .findFirst()
                .orElse(null);
    }

    private static ModelMessage stored(World world, Message message, PublishReceipt receipt) {
        ModelQueue model = world.model();
        long nowMs = world.nowMs();
        Duration delay = message.deliverAfter();
        Duration ttl = message.ttl();
        assertThat(receipt.position()).as("position of the receipt").isEqualTo(model.end());
        assertThat(receipt.timestamp().toEpochMilli()).as("time of the receipt").isEqualTo(nowMs);
        ModelMessage stored = new ModelMessage(
                receipt.position(),
                receipt.messageId(),
                message.id() != null,
                new String((byte[]) message.content(), StandardCharsets.UTF_8),
                message.key(),
                message.headers(),
                nowMs,
                ttl == null ? 0 : ttl.toMillis(),
                delay == null || delay.isZero() ? 0 : nowMs + delay.toMillis(),
                null);
        model.published(stored);
        return stored;
    }
}
