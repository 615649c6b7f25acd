package io.gortms.internal.group;

/** For queues in memory, which no process outlives. */
public final class MemoryInHand implements InHand {

    @Override
    public int acquire(int group) {
        return -1;
    }

    @Override
    public void set(int slot, long position) {}

    @Override
    public void clear(int slot) {}

    @Override
    public void release(int slot) {}

    @Override
    public void close() {}
}
