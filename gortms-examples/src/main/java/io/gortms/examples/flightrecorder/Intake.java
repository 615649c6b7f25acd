package io.gortms.examples.flightrecorder;

import io.gortms.MessageQueue;
import java.util.concurrent.locks.ReentrantLock;

/** Publishes into the queue and counts the receipts. Safe for use by any thread; publishes one message at a time. */
final class Intake {

    private final MessageQueue queue;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;
    private long receipts;

    Intake(MessageQueue queue) {
        this.queue = queue;
    }

    /** Publishes, or does nothing once {@link #close()} was called. Throws what {@link MessageQueue#publish} throws. */
    void publish(Object payload) {
        lock.lock();
        try {
            if (!closed) {
                queue.publish(payload);
                receipts++;
            }
        } finally {
            lock.unlock();
        }
    }

    /** When this returns no publish is running, and none will begin. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** How many messages were published. */
    long receipts() {
        lock.lock();
        try {
            return receipts;
        } finally {
            lock.unlock();
        }
    }
}
