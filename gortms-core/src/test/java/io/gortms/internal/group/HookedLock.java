package io.gortms.internal.group;

import java.util.concurrent.locks.ReentrantLock;

/** Runs something before it is taken: what other threads may do just then. */
final class HookedLock extends ReentrantLock {

    private static final long serialVersionUID = 1L;

    private final transient Runnable hook;

    HookedLock(Runnable hook) {
        this.hook = hook;
    }

    @Override
    public void lock() {
        hook.run();
        super.lock();
    }
}
