package io.gortms.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Message;
import io.gortms.PublishReceipt;
import io.gortms.QueueFullException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Publishing. */
final class PublishOperations {

    private static final int MOST_AT_ONCE = 10;

    private PublishOperations() {}

    static void publish(World world, Random random) {
        publish(world, draw(world, random, 0));
    }

    /** Another message with an id that was published before. */
    static void publishAgain(World world, Random random) {
        publish(world, draw(world, random, 0).id(Draw.oneOf(world.model().ids(), random)));
    }

    private static void publish(World world, Message message) {
        publish(world, List.of(message), () -> List.of(world.queue().publish(message)));
    }

    static void publishAll(World world, Random random) {
        int count = 1 + random.nextInt(MOST_AT_ONCE);
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Message message = draw(world, random, i);
            messages.add(random.nextInt(5) == 0 ? message.id("id-" + random.nextInt(8)) : message);
        }
        publish(world, messages, () -> world.queue().publishAll(messages));
    }

    private static void publish(World world, List<Message> messages, Supplier<List<PublishReceipt>> call) {
        BoundRule bound = new BoundRule(world);
        Map<String, ModelMessage> ofCall = known(world, messages);
        List<PublishReceipt> receipts;
        try {
            receipts = call.get();
        } catch (QueueFullException e) {
            world.tell("publish %d -> %s", messages.size(), e.getMessage());
            bound.checkRefused(messages, e);
            return;
        }
        assertThat(receipts).as("receipts").hasSameSizeAs(messages);
        bound.checkAccepted(
                receipts.stream().filter(receipt -> !receipt.duplicate()).count());
        for (int i = 0; i < messages.size(); i++) {
            answered(world, messages.get(i), receipts.get(i), ofCall);
        }
    }

    private static Map<String, ModelMessage> known(World world, List<Message> messages) {
        Map<String, ModelMessage> known = new HashMap<>();
        for (Message each : messages) {
            ModelMessage first = each.id() == null ? null : world.model().firstPublish(each.id(), world.nowMs());
            if (first != null) {
                known.put(first.id(), first);
            }
        }
        return known;
    }

    private static Message draw(World world, Random random, int offset) {
        long number = world.model().end() + offset;
        Message message = Message.text("text " + number + " of " + random.nextInt(1_000));
        if (random.nextInt(5) < 2) {
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
        if (!world.model().mayHaveForgottenIds(nowMs)) {
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
