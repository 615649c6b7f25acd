package io.gortms.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Message;
import io.gortms.PublishReceipt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Publishing. */
final class PublishOperations {

    private static final int MOST_AT_ONCE = 6;

    private PublishOperations() {}

    static void publish(World world, Random random) {
        Message message = draw(world, random, 0);
        stored(world, message, world.queue().publish(message));
    }

    static void publishAll(World world, Random random) {
        int count = 1 + random.nextInt(MOST_AT_ONCE);
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(draw(world, random, i));
        }
        List<PublishReceipt> receipts = world.queue().publishAll(messages);
        assertThat(receipts).as("receipts").hasSize(count);
        for (int i = 0; i < count; i++) {
            stored(world, messages.get(i), receipts.get(i));
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
        if (random.nextInt(4) == 0) {
            message = message.ttl(Duration.ofMillis(Draw.oneOf(random, 700, 5_000, 30_000, 100_000_000)));
        }
        if (random.nextInt(4) == 0) {
            message = message.deliverAfter(Duration.ofMillis(Draw.oneOf(random, 0, 500, 3_000, 20_000)));
        }
        return message;
    }

    private static void stored(World world, Message message, PublishReceipt receipt) {
        ModelQueue model = world.model();
        long nowMs = world.nowMs();
        Duration delay = message.deliverAfter();
        Duration ttl = message.ttl();
        world.tell(
                "publish %s key=%s ttl=%s deliverAfter=%s -> %d",
                message.id(), message.key(), ttl, delay, receipt.position());
        assertThat(receipt.position()).as("position of the receipt").isEqualTo(model.end());
        assertThat(receipt.timestamp().toEpochMilli()).as("time of the receipt").isEqualTo(nowMs);
        assertThat(receipt.duplicate()).as("duplicate").isFalse();
        if (message.id() != null) {
            assertThat(receipt.messageId()).as("id of the receipt").isEqualTo(message.id());
        }
        model.published(new ModelMessage(
                receipt.position(),
                receipt.messageId(),
                new String((byte[]) message.content(), StandardCharsets.UTF_8),
                message.key(),
                nowMs,
                ttl == null ? 0 : ttl.toMillis(),
                delay == null || delay.isZero() ? 0 : nowMs + delay.toMillis()));
    }
}
