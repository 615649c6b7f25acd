package io.gortms.model;

import java.util.Set;

/**
 * Messages of which one may go out next: more than one only if it is not promised which of a key's comes first.
 *
 * @param certain whether one of them has to go out if there is room
 * @param inTurn whether it comes at its place in position order
 * @param spent whether it was delivered as often as it may be: it is dead-lettered instead when its turn comes
 */
record Choice(Set<Long> positions, boolean certain, boolean inTurn, boolean spent) {

    boolean isOneOf(Set<Long> taken) {
        return positions.stream().anyMatch(taken::contains);
    }

    long first() {
        return positions.stream().mapToLong(p -> p).min().orElseThrow();
    }
}
