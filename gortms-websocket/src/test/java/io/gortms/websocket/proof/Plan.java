package io.gortms.websocket.proof;

import io.gortms.OverflowPolicy;
import io.gortms.QueueOptions;
import io.gortms.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What a round is like.
 *
 * @param onDisk whether the broker is
 * @param keeping what becomes of messages
 * @param buffer how many messages wait for a client at most
 * @param bufferBytes how many bytes do
 * @param mercy whether those who read slowly or not at all do read on before something ends
 * @param actions what happens meanwhile, in this order
 * @param finale what happens when everybody has everything
 */
record Plan(
        boolean onDisk,
        Keeping keeping,
        int buffer,
        long bufferBytes,
        boolean mercy,
        List<Action> actions,
        Action finale) {

    enum Keeping {
        ALL,
        UNTIL_SETTLED,
        NEWEST
    }

    enum Action {
        DELETE_QUEUE,
        RESTART_SERVER,
        RESTART_SERVER_AND_BROKER,
        RESTART_BROKER_AND_SERVER,
        HOUR,
        PURGE_LETTERS,
        NOTHING
    }

    private static final List<Action> ENDS = List.of(
            Action.DELETE_QUEUE,
            Action.RESTART_SERVER,
            Action.RESTART_SERVER_AND_BROKER,
            Action.RESTART_BROKER_AND_SERVER,
            Action.NOTHING);

    static Plan random(Random random, boolean onDisk, int actions) {
        return new Plan(
                onDisk,
                any(random, List.of(Keeping.values())),
                16 << random.nextInt(5),
                random.nextBoolean() ? 4 << 20 : 64 << 10,
                random.nextBoolean(),
                Stream.generate(() -> any(random, List.of(Action.values())))
                        .limit(actions)
                        .toList(),
                any(random, ENDS));
    }

    /** One where nobody is waited for who does not read. */
    Plan merciful() {
        return new Plan(onDisk, keeping, buffer, bufferBytes, true, actions, finale);
    }

    void describe(QueueOptions options) {
        switch (keeping) {
            case ALL ->
                options.retention(Retention.UNTIL_EXPIRED).ttl(Duration.ZERO).maxSize(0);
            case UNTIL_SETTLED ->
                options.retention(Retention.UNTIL_ACKNOWLEDGED)
                        .ttl(Duration.ofHours(2))
                        .maxSize(0);
            case NEWEST ->
                options.retention(Retention.UNTIL_ACKNOWLEDGED)
                        .ttl(Duration.ZERO)
                        .maxSize(200)
                        .overflow(OverflowPolicy.DROP_OLDEST);
        }
    }

    private static <T> T any(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
