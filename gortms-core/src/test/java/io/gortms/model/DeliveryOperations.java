package io.gortms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Delivery;
import io.gortms.DeliverySettledException;
import io.gortms.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Polling and settling. */
final class DeliveryOperations {

    private static final int DRAINING_ROUNDS = 6;
    private static final long DRAINING_STEP_MS = 15_000;

    private DeliveryOperations() {}

    static void poll(World world, Random random) {
        poll(world, Draw.oneOf(groupsWithSomething(world), random), max(random));
    }

    static void pollAny(World world, Random random) {
        poll(world, Draw.oneOf(world.model().groups().values(), random), max(random));
    }

    private static int max(Random random) {
        return (int) Draw.oneOf(random, 1, 4, 10, 10, 10);
    }

    /** Groups of which a poll may get something. */
    static List<ModelGroup> groupsWithSomething(World world) {
        return world.model().groups().values().stream()
                .filter(group -> {
                    PollRule rule = new PollRule(world.model(), group, world.nowMs());
                    return rule.room(1) > 0 && !rule.choices().isEmpty();
                })
                .toList();
    }

    private static List<Delivery> poll(World world, ModelGroup group, int max) {
        ModelQueue model = world.model();
        PollRule rule = new PollRule(model, group, world.nowMs());
        int room = rule.room(max);
        List<Choice> before = rule.choices();
        List<Delivery> got = world.handle(group).poll(max, Duration.ZERO);
        world.tell("poll %s %d -> %s", group.name(), max, positions(got));
        group.used(world.nowMs());
        boolean gaveUp = takeLetters(world, group, room == 0 ? List.of() : before);
        rule.check(got, room, gaveUp ? rule.choices() : before, gaveUp);
        got.forEach(delivery -> group.handedOut(delivery, world.nowMs()));
        return got;
    }

    /** Messages that were delivered as often as they may be are given up when their turn comes. */
    private static boolean takeLetters(World world, ModelGroup group, List<Choice> choices) {
        boolean gaveUp = false;
        for (StoredMessage letter : world.newLetters()) {
            long position = Long.parseLong(String.valueOf(letter.headers().get("gortms-dead-position")));
            if (choices.stream()
                    .anyMatch(choice -> choice.spent() && choice.positions().contains(position))) {
                group.bury(position, Set.of("delivery-limit"), world.nowMs());
                gaveUp = true;
            }
            world.model().letters().check(letter);
        }
        return gaveUp;
    }

    private static List<String> positions(List<Delivery> got) {
        return got.stream().map(d -> d.position() + "#" + d.attempt()).toList();
    }

    private static ModelDelivery any(World world, Random random, String what) {
        ModelDelivery delivery = Draw.oneOf(world.out(), random);
        world.over().add(delivery.real);
        world.tell("%s %s", what, delivery);
        return delivery;
    }

    static void ack(World world, Random random) {
        ModelDelivery delivery = any(world, random, "ack");
        delivery.real.ack();
        delivery.group.ack(delivery, world.nowMs());
    }

    static void nack(World world, Random random) {
        ModelDelivery delivery = any(world, random, "nack");
        delivery.real.nack();
        delivery.group.fail(delivery, ModelFailure.NACK, 0, world.nowMs());
    }

    static void nackWithDelay(World world, Random random) {
        long delayMs = delay(random);
        ModelDelivery delivery = any(world, random, "nack(" + delayMs + ")");
        delivery.real.nack(Duration.ofMillis(delayMs));
        delivery.group.fail(delivery, ModelFailure.NACK_WITH_DELAY, delayMs, world.nowMs());
    }

    static void release(World world, Random random) {
        ModelDelivery delivery = any(world, random, "release");
        delivery.real.release();
        delivery.group.release(delivery, 0, world.nowMs());
    }

    static void releaseWithDelay(World world, Random random) {
        long delayMs = delay(random);
        ModelDelivery delivery = any(world, random, "release(" + delayMs + ")");
        delivery.real.release(Duration.ofMillis(delayMs));
        delivery.group.release(delivery, delayMs, world.nowMs());
    }

    static void reject(World world, Random random) {
        ModelDelivery delivery = any(world, random, "reject");
        delivery.real.reject("bad");
        delivery.group.reject(delivery, "bad", world.nowMs());
    }

    static void extend(World world, Random random) {
        long leaseMs = Draw.oneOf(random, 100, 2_000, 60_000);
        ModelDelivery delivery = Draw.oneOf(world.out(), random);
        world.tell("extend(%d) %s", leaseMs, delivery);
        delivery.real.extend(Duration.ofMillis(leaseMs));
        delivery.leaseEndMs = world.nowMs() + leaseMs;
    }

    static void settleTooLate(World world, Random random) {
        Delivery late = Draw.oneOf(world.over(), random);
        world.tell("settle too late: %d", late.position());
        List<ThrowingCallable> ways = List.of(
                late::ack,
                late::nack,
                () -> late.nack(Duration.ofSeconds(1)),
                late::release,
                () -> late.release(Duration.ofSeconds(1)),
                () -> late.reject("late"),
                () -> late.extend(Duration.ofSeconds(1)));
        assertThatThrownBy(Draw.oneOf(ways, random)).isInstanceOf(DeliverySettledException.class);
    }

    /** Nothing that is to come may be missing: each group settles all it gets for a while. */
    static void drain(World world, Random random) {
        GroupOperations.resumeAll(world);
        for (int i = 0; i < DRAINING_ROUNDS; i++) {
            for (ModelGroup group : world.model().groups().values()) {
                poll(world, group, 1 + random.nextInt(10));
            }
            for (ModelDelivery delivery : world.out()) {
                delivery.real.ack();
                delivery.group.ack(delivery, world.nowMs());
            }
            world.advance(DRAINING_STEP_MS);
            world.compare();
        }
        assertThat(world.out()).isEmpty();
    }

    private static long delay(Random random) {
        return Draw.oneOf(random, 0, 300, 1_000, 10_000);
    }
}
