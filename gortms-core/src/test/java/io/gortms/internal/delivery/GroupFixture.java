package io.gortms.internal.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.ManualClock;
import io.gortms.Message;
import io.gortms.QueueSettings;
import io.gortms.internal.group.GroupMemory;
import io.gortms.internal.group.GroupState;
import io.gortms.internal.group.MemoryInHand;
import io.gortms.internal.group.MemoryLedger;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.journal.JournalReader;
import io.gortms.internal.journal.MemoryJournal;
import io.gortms.internal.message.PayloadCodec;
import io.gortms.internal.time.BrokerClock;
import io.gortms.internal.time.DueTimer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

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
    final GroupDelivery group;
    private final BrokerThreads threads = new BrokerThreads(null);
    private final MemoryJournal journal = new MemoryJournal();

    GroupFixture() {
        BrokerClock brokerClock = new BrokerClock(clock);
        group = new GroupDelivery(new GroupEnvironment(
                "shop.orders/workers",
                "workers",
                QueueSettings::defaults,
                hooked(Journal.class, journal),
                new GroupMemory(new MemoryLedger(), new GroupState(1), new ReentrantLock()),
                new MemoryInHand(),
                new ObjectMapper(),
                brokerClock,
                new DueTimer(brokerClock),
                threads,
                (stored, headers) -> {},
                event -> {},
                Duration.ofSeconds(1),
                upkeep::incrementAndGet));
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
            journal.append(
                    List.of(new PayloadCodec(new ObjectMapper()).encode(Message.text("a"), "shop.orders", 100)), 0);
        }
    }

    @Override
    public void close() {
        group.close();
        threads.close();
    }
}
