package io.gortms.internal.group;

import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** The ledger of a queue in memory: keeps nothing. Safe for use by any thread. */
public final class MemoryLedger implements GroupLedger {

    @Override
    public Set<Integer> groups() {
        return Set.of();
    }

    @Override
    public GroupState attach(int group, ReentrantLock lock) {
        return new GroupState(group);
    }

    @Override
    public boolean settled(int group, long from, long to) {
        return true;
    }

    @Override
    public boolean settled(int group, long[] positions, int count) {
        return true;
    }

    @Override
    public boolean handedOut(int group, long[] positions, int count) {
        return true;
    }

    @Override
    public boolean attempts(int group, long position, Attempts attempts) {
        return true;
    }

    @Override
    public void moved(int group, long target) {}

    @Override
    public void paused(int group, boolean paused) {}

    @Override
    public void forgotten(int group) {}

    @Override
    public boolean isDirty() {
        return false;
    }

    @Override
    public void force() {}

    @Override
    public boolean checkpointDue() {
        return false;
    }

    @Override
    public boolean checkpoint() {
        return true;
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public boolean writeRefused() {
        return true;
    }

    @Override
    public long freeBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public void close() {}
}
