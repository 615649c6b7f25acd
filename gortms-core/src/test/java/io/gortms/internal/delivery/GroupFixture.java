package io.gortms.internal.delivery;

import io.gortms.ManualClock;
import io.gortms.QueueSettings;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.journal.JournalReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** A group over a journal in memory, in which a test can do something at each call. */
final class GroupFixture implements AutoCloseable {

    /** What a test does after a call of the journal's; gets and gives what the journal answers. */
    @FunctionalInterface
    interface AfterCall {

        Object answer(String method, Object answer);
    }

    final ManualClock clock = new ManualClock();
    final AtomicInteger upkeep = new AtomicInteger();
    volatile AfterCall afterCall = (method, answer) -> answer;
    volatile QueueSettings settings = QueueSettings.defaults();
    volatile Graveyard graveyard = (stored, headers) -> {};
    final GroupDelivery group;
    private final MemoryGroup parts;

    GroupFixture() {
        parts = new MemoryGroup(
                clock,
                () -> settings,
                journal -> hooked(Journal.class, journal),
                (stored, headers) -> graveyard.bury(stored, headers),
                upkeep::incrementAndGet,
                () -> {});
        group = parts.group;
    }

    private <T> T hooked(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object answer = afterCall.answer(method.getName(), call(method, target, arguments));
                    return method.getName().equals("openReader")
                            ? hooked(JournalReader.class, (JournalReader) answer)
                            : answer;
                }));
    }

    private static Object call(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Appends messages, and wakes nobody. */
    void append(int count) {
        for (int i = 0; i < count; i++) {
            parts.append(null);
        }
    }

    /** Appends a message with a key, and wakes nobody. */
    void appendWithKey(String key) {
        parts.append(key);
    }

    /** Looks for messages that have expired below this position. */
    void sweep(long bound) {
        try (JournalReader reader = parts.journal.openReader()) {
            group.sweep(bound, parts.clock.nowMicros(), reader);
        }
    }

    @Override
    public void close() {
        parts.close();
    }
}
