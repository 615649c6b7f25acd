package io.gortms.model;

import java.util.Random;
import java.util.function.Predicate;

/** What is done to the broker, and how often. A new operation is a new line here. */
enum Operation {
    PUBLISH(2.95, world -> true, PublishOperations::publish),
    /** With an id that was published before. */
    PUBLISH_AGAIN(5.5, Has::anId, PublishOperations::publishAgain),
    PUBLISH_ALL(3.1, world -> true, PublishOperations::publishAll),
    POLL(160, Has::somethingToPoll, DeliveryOperations::poll),
    /** Whether there is something or not: nothing may come that is not to come. */
    POLL_ANY(3.6, Has::aGroup, DeliveryOperations::pollAny),
    ACK(180, Has::aDelivery, DeliveryOperations::ack),
    NACK(180, Has::aDelivery, DeliveryOperations::nack),
    NACK_WITH_DELAY(180, Has::aDelivery, DeliveryOperations::nackWithDelay),
    RELEASE(180, Has::aDelivery, DeliveryOperations::release),
    RELEASE_WITH_DELAY(180, Has::aDelivery, DeliveryOperations::releaseWithDelay),
    REJECT(180, Has::aDelivery, DeliveryOperations::reject),
    EXTEND(180, Has::aDelivery, DeliveryOperations::extend),
    SETTLE_TOO_LATE(6.1, Has::aLostDelivery, DeliveryOperations::settleTooLate),
    SEEK(3.65, Has::aGroup, GroupOperations::seek),
    PAUSE(3.8, Has::aRunningGroup, GroupOperations::pause),
    RESUME(600, Has::aPausedGroup, GroupOperations::resume),
    DECLARE_GROUP(2.12, world -> true, GroupOperations::declare),
    DELETE_GROUP(10.6, Has::aGroupTooMany, GroupOperations::delete),
    READ(2.2, world -> true, QueueOperations::read),
    REDRIVE(19, Has::aLetter, LetterOperations::redrive),
    /** There may be none. */
    PURGE(2.07, world -> true, LetterOperations::purge),
    ADVANCE(2.05, world -> true, QueueOperations::advance),
    /** Until an open breaker lets a probe out: what went out before is perhaps still there then. */
    AWAIT_PROBE(180, Has::anOpenBreaker, QueueOperations::awaitProbe),
    CHANGE_OPTIONS(2.05, world -> true, QueueOperations::change),
    DELETE_QUEUE(2.2, world -> true, QueueOperations::deleteAndDeclare),
    RESTART(2.03, World::isOnDisk, QueueOperations::restart),
    KILL(2.12, World::isOnDisk, QueueOperations::kill),
    /** Ends every sequence: nothing may be left behind. */
    DRAIN(0, Has::aGroup, DeliveryOperations::drain);

    /** Does it, to the broker and to the model. */
    interface Action {
        void run(World world, Random random) throws Exception;
    }

    final double weight;

    @SuppressWarnings("ImmutableEnumChecker") // a method that has no state
    private final Predicate<World> applies;

    @SuppressWarnings("ImmutableEnumChecker") // a method that has no state
    private final Action action;

    Operation(double weight, Predicate<World> applies, Action action) {
        this.weight = weight;
        this.applies = applies;
        this.action = action;
    }

    boolean applies(World world) {
        return applies.test(world);
    }

    /** Does it with parameters that the seed decides, and compares everything afterwards. */
    void run(World world, long seed) throws Exception {
        action.run(world, new Random(seed));
        world.compare();
    }

    /** What an operation needs. */
    private static final class Has {

        static boolean anId(World world) {
            return !world.model().ids().isEmpty();
        }

        static boolean aLetter(World world) {
            return !world.model().letters().there().isEmpty();
        }

        static boolean aGroup(World world) {
            return !world.model().groups().isEmpty();
        }

        static boolean somethingToPoll(World world) {
            return !DeliveryOperations.groupsWithSomething(world).isEmpty();
        }

        /** A bounded queue counts in another way if it has none. */
        static boolean aGroupTooMany(World world) {
            boolean bounded = world.model().options().bound().maxSize() > 0;
            return world.model().groups().size() > (bounded ? 0 : 1);
        }

        static boolean aDelivery(World world) {
            return !world.out().isEmpty();
        }

        static boolean aLostDelivery(World world) {
            return !world.over().isEmpty();
        }

        static boolean anOpenBreaker(World world) {
            return world.model().isAnyBreakerOpen(world.nowMs());
        }

        static boolean aRunningGroup(World world) {
            return world.model().groups().values().stream().anyMatch(group -> !group.isPaused());
        }

        static boolean aPausedGroup(World world) {
            return world.model().groups().values().stream().anyMatch(ModelGroup::isPaused);
        }
    }
}
