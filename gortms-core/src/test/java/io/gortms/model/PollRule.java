package io.gortms.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Delivery;
import io.gortms.model.Progress.Hold;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a poll may return: which messages, in which order, and that it returns all it can. */
final class PollRule {

    private final ModelQueue queue;
    private final ModelGroup group;
    private final long nowMs;

    PollRule(ModelQueue queue, ModelGroup group, long nowMs) {
        this.queue = queue;
        this.group = group;
        this.nowMs = nowMs;
    }

    /** What may go out now, whatever there is room for. */
    List<Choice> choices() {
        List<Choice> choices = new ArrayList<>();
        Map<String, List<Long>> byKey = new TreeMap<>();
        for (long p : group.unsettled()) {
            String key = queue.message(p).key();
            if (key == null) {
                if (isDue(p)) {
                    choices.add(choice(Set.of(p)));
                }
            } else {
                byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(p);
            }
        }
        byKey.values().forEach(positions -> addChoiceOfKey(positions, choices));
        return choices;
    }

    /** Of one key at most one message is unsettled and was delivered at any time. */
    private void addChoiceOfKey(List<Long> positions, List<Choice> choices) {
        Set<Long> candidates = new TreeSet<>();
        for (long p : positions) {
            if (group.at(p).hold == Hold.YES) {
                candidates.clear();
                candidates.add(p);
                break;
            }
            if (isDue(p) && (candidates.isEmpty() || group.at(p).hold == Hold.MAYBE)) {
                candidates.add(p);
            }
        }
        if (candidates.stream().anyMatch(this::isDue)) {
            choices.add(choice(candidates));
        }
    }

    /** Whether its time has come, for certain or perhaps, and nobody has it. */
    private boolean isDue(long position) {
        Progress it = group.at(position);
        return it.out == null && it.dueMs <= nowMs && queue.message(position).deliverAtMs() <= nowMs;
    }

    private Choice choice(Set<Long> positions) {
        boolean certain = positions.stream().allMatch(p -> group.at(p).dueAtLatestMs <= nowMs);
        boolean inTurn = certain && positions.size() == 1 && positions.stream().noneMatch(p -> group.at(p).outOfTurn);
        boolean spent = positions.stream().anyMatch(p -> queue.options().isSpent(group.at(p).deliveries));
        return new Choice(positions, certain, inTurn, spent);
    }

    /** How many may go out now. */
    int room(int max) {
        if (group.isPaused()) {
            return 0;
        }
        int inFlight = queue.options().maxInFlight() - group.out().size();
        int allowed = queue.options().breaker() == null
                ? Integer.MAX_VALUE
                : group.breaker().allowed(nowMs);
        return Math.max(0, Math.min(max, Math.min(inFlight, allowed)));
    }

    /**
     * Checks what a poll has returned.
     *
     * @param choices as they are after what this poll has given up
     * @param gaveUp whether the poll has given up messages: what was behind them may come now or at the next poll
     */
    void check(List<Delivery> got, int room, List<Choice> choices, boolean gaveUp) {
        Set<Long> taken = new HashSet<>();
        for (Delivery delivery : got) {
            checkOne(delivery, choices);
            assertThat(taken.add(delivery.position())).as("once in one poll").isTrue();
        }
        assertThat(got.size()).as("how many there is room for").isLessThanOrEqualTo(room);
        for (Choice choice : choices) {
            assertThat(choice.positions().stream().filter(taken::contains).count())
                    .as("how many of the same key")
                    .isLessThanOrEqualTo(1);
        }
        boolean mayBeBehind = gaveUp && !got.isEmpty();
        if (got.size() < room && !mayBeBehind) {
            assertThat(choices)
                    .filteredOn(choice -> choice.certain() && !choice.isOneOf(taken))
                    .as("what had to go out")
                    .isEmpty();
        }
        if (!mayBeBehind) {
            checkOrder(got, choices, taken);
        }
    }

    private void checkOne(Delivery delivery, List<Choice> choices) {
        long position = delivery.position();
        assertThat(choices)
                .filteredOn(choice -> !choice.spent())
                .as("what may go out, as position %d does", position)
                .anyMatch(choice -> choice.positions().contains(position));
        ModelMessage message = queue.message(position);
        Progress it = group.at(position);
        assertThat(delivery.attempt()).as("attempt() of %d", position).isEqualTo(it.deliveries + 1);
        assertThat(delivery.failures()).as("failures() of %d", position).isEqualTo(it.failures);
        assertThat(delivery.messageId()).as("id of %d", position).isEqualTo(message.id());
        assertThat(delivery.key()).as("key of %d", position).isEqualTo(message.key());
        assertThat(delivery.headers()).as("headers of %d", position).isEqualTo(message.headers());
        assertThat(delivery.timestamp().toEpochMilli())
                .as("time of %d", position)
                .isEqualTo(message.publishedMs());
        assertThat(Texts.of(delivery)).as("payload of %d", position).isEqualTo(message.text());
    }

    /** In position order, and none is passed over; only those whose place is not promised may be anywhere. */
    private static void checkOrder(List<Delivery> got, List<Choice> choices, Set<Long> taken) {
        Set<Long> inTurn = new HashSet<>();
        choices.stream().filter(Choice::inTurn).forEach(choice -> inTurn.addAll(choice.positions()));
        List<Long> order =
                got.stream().map(Delivery::position).filter(inTurn::contains).toList();
        assertThat(order).as("position order").isSorted();
        if (!order.isEmpty()) {
            long last = order.get(order.size() - 1);
            assertThat(choices)
                    .filteredOn(choice -> choice.inTurn() && !choice.spent() && choice.first() < last)
                    .as("what comes before %d", last)
                    .allMatch(choice -> choice.isOneOf(taken));
        }
    }
}
