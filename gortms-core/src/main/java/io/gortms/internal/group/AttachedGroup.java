package io.gortms.internal.group;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** A group in the ledger: its state and the lock that guards it, which is the ledger's own until the group is attached. */
final class AttachedGroup {

    private final GroupState state;
    private volatile ReentrantLock lock = new ReentrantLock();
    private volatile boolean attached;
    private volatile boolean forgotten;

    AttachedGroup(GroupState state) {
        this.state = state;
    }

    /** Does something with the state, under the group's lock. */
    boolean withState(Predicate<GroupState> action) {
        while (true) {
            ReentrantLock taken = lock;
            taken.lock();
            try {
                if (taken == lock) {
                    return action.test(state);
                }
            } finally {
                taken.unlock();
            }
        }
    }

    /** The state is guarded by this lock from now on. */
    GroupState attach(ReentrantLock groupLock) {
        boolean first = withState(mine -> {
            if (attached) {
                return false;
            }
            attached = true;
            lock = groupLock;
            return true;
        });
        if (!first) {
            throw new IllegalStateException("group " + state.group() + " is attached already");
        }
        return state;
    }

    /** Nothing more is written of it; called under its lock. */
    void forget() {
        forgotten = true;
    }

    boolean isForgotten() {
        return forgotten;
    }
}
