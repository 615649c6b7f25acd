package io.gortms.websocket.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What waits for one client. */
class OutboxTest {

    private final AtomicInteger work = new AtomicInteger();
    private final AtomicInteger hurries = new AtomicInteger();

    private Outbox outbox(int capacity, long bytes) {
        return new Outbox(
                capacity,
                bytes,
                count -> Frame.of("dropped " + count),
                work::incrementAndGet,
                hurries::incrementAndGet);
    }

    private static String text(Frame frame) {
        String all = StandardCharsets.UTF_8.decode(frame.bytes()).toString();
        return all.substring(2); // short frames have two bytes before the text
    }

    private static List<String> all(Outbox outbox) {
        List<String> all = new ArrayList<>();
        for (Frame frame = outbox.next(); frame != null; frame = outbox.next()) {
            all.add(text(frame));
        }
        return all;
    }

    @Test
    void theOldestGoAndTheClientIsTold() {
        Outbox outbox = outbox(2, 1000);
        for (int i = 0; i < 5; i++) {
            outbox.offer(Frame.of("m" + i));
        }
        outbox.reply(Frame.of("reply"));
        assertThat(all(outbox)).containsExactly("reply", "dropped 3", "m3", "m4");
        assertThat(work).hasValue(6);
    }

    /** Who would lose for want of room is written to at once: from the half on, of messages and of bytes. */
    @Test
    void whatMustNotBeLostIsEmptiedInTime() {
        Outbox outbox = outbox(4, 1000);
        for (int i = 1; i <= 5; i++) {
            assertThat(outbox.offerInTime(Frame.of("m" + i))).isEqualTo(i <= 4);
            assertThat(hurries).hasValue(Math.max(0, i - 2));
        }
        assertThat(all(outbox)).containsExactly("m1", "m2", "m3", "m4");
        assertThat(outbox.offerInTime(Frame.of("x".repeat(100)))).isTrue();
        assertThat(hurries).hasValue(3);
        Outbox small = outbox(100, 10);
        assertThat(small.offerInTime(Frame.of("aaaa"))).isTrue();
        assertThat(hurries).hasValue(4);
    }

    @Test
    void bytesCountToo() {
        Outbox outbox = outbox(10, 10);
        outbox.offer(Frame.of("aaaa"));
        outbox.offer(Frame.of("bbbb"));
        outbox.offer(Frame.of("a message larger than all"));
        assertThat(all(outbox)).containsExactly("dropped 2", "a message larger than all");
        assertThat(outbox.offerIfRoom(Frame.of("a message larger than all"))).isTrue();
        assertThat(outbox.offerIfRoom(Frame.of("x"))).isFalse();
    }

    @Test
    void whatWasMissedElsewhereIsToldInItsPlace() {
        Outbox outbox = outbox(4, 1000);
        outbox.offer(Frame.of("m0"));
        outbox.missed(2);
        outbox.missed(1);
        outbox.offer(Frame.of("m4"));
        outbox.missed(7);
        assertThat(all(outbox)).containsExactly("m0", "dropped 3", "m4", "dropped 7");
    }

    @Test
    void aMarkIsNeverLost() {
        Outbox outbox = outbox(2, 1000);
        outbox.offer(Frame.of("m0"));
        outbox.mark(Frame.of("mark"));
        for (int i = 1; i < 4; i++) {
            outbox.offer(Frame.of("m" + i));
        }
        assertThat(all(outbox)).containsExactly("mark", "dropped 2", "m2", "m3");
    }

    @Test
    void roomIsToldOnceWhenLittleIsLeft() {
        Outbox outbox = outbox(8, 1000);
        AtomicInteger told = new AtomicInteger();
        outbox.whenRoom(told::incrementAndGet);
        assertThat(told).hasValue(1);
        for (int i = 0; i < 8; i++) {
            assertThat(outbox.offerIfRoom(Frame.of("m"))).isTrue();
        }
        assertThat(outbox.offerIfRoom(Frame.of("m"))).isFalse();
        outbox.whenRoom(told::incrementAndGet);
        for (int left = 7; left >= 0; left--) {
            assertThat(outbox.next()).isNotNull();
            assertThat(told).hasValue(left <= 2 ? 2 : 1);
        }
    }

    @Test
    void nothingAfterTheEnd() {
        Outbox outbox = outbox(8, 1000);
        outbox.offer(Frame.of("m"));
        outbox.close();
        outbox.offer(Frame.of("m"));
        outbox.reply(Frame.of("m"));
        assertThat(outbox.offerIfRoom(Frame.of("m"))).isFalse();
        assertThat(all(outbox)).isEmpty();
    }

    /** Whatever happens, the client sees each message or is told of it, in order. */
    @Test
    void everyMessageIsSeenOrCounted() {
        long seed = Long.getLong("gortms.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            Outbox outbox = outbox(1 + random.nextInt(6), 5 + random.nextInt(40));
            int offered = 0;
            int accounted = 0;
            for (int step = 0; step < 200; step++) {
                switch (random.nextInt(6)) {
                    case 0, 1 -> outbox.offer(Frame.of("m" + offered++));
                    case 2 -> {
                        int count = 1 + random.nextInt(3);
                        outbox.missed(count);
                        offered += count;
                    }
                    case 3 -> {
                        if (outbox.offerIfRoom(Frame.of("m" + offered), 1 + random.nextInt(40))) {
                            offered++;
                        }
                    }
                    default -> accounted = account(outbox.next(), accounted, seed);
                }
            }
            for (Frame frame = outbox.next(); frame != null; frame = outbox.next()) {
                accounted = account(frame, accounted, seed);
            }
            assertThat(accounted).as("seed %s", seed).isEqualTo(offered);
        }
    }

    private static int account(Frame frame, int accounted, long seed) {
        if (frame == null) {
            return accounted;
        }
        String text = text(frame);
        if (text.startsWith("dropped ")) {
            return accounted + Integer.parseInt(text.substring(8));
        }
        assertThat(text).as("seed %s", seed).isEqualTo("m" + accounted);
        return accounted + 1;
    }

    @Test
    void largeRepliesCountByTheirBytes() {
        Outbox outbox = outbox(10, 100);
        outbox.reply(Frame.of("x".repeat(60)));
        assertThat(outbox.isCongested()).isFalse();
        outbox.reply(Frame.of("x".repeat(60)));
        assertThat(outbox.isCongested()).isTrue();
        assertThat(outbox.next()).isNotNull();
        assertThat(outbox.isCongested()).isFalse();
        outbox.close();
        outbox.reply(Frame.of("x".repeat(200)));
        assertThat(outbox.isCongested()).isFalse();
    }

    /** A client that is sent away sees no message after those that it is not sent any more. */
    @Test
    void nothingFollowsWhatWasDiscarded() {
        Outbox outbox = outbox(4, 1000);
        outbox.offer(Frame.of("m1"));
        outbox.discardMessages();
        outbox.offer(Frame.of("m2"));
        outbox.missed(3);
        outbox.mark(Frame.of("mark"));
        assertThat(outbox.offerIfRoom(Frame.of("m3"))).isFalse();
        outbox.reply(Frame.of("reply"));
        assertThat(all(outbox)).containsExactly("reply");
    }
}
