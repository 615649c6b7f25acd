package io.gortms.websocket.proof;

import io.gortms.Broker;
import io.gortms.MessageQueue;
import io.gortms.Observation;
import io.gortms.Observer;
import io.gortms.StoredMessage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A broker as a server is given it: knows which observers the server has, and has not given back. */
final class Watched {

    private final Set<Observer> open = ConcurrentHashMap.newKeySet();

    Broker of(Broker broker) {
        return wrapped(broker, Broker.class);
    }

    /** How many observers there are that were neither closed nor told of the end. */
    int count() {
        return open.size();
    }

    /** The same, with what its methods return of the broker's wrapped, too. */
    private <T> T wrapped(T real, Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        if (arguments != null && arguments[0] instanceof Observer observer) {
                            return observed((MessageQueue) real, new Told(observer));
                        }
                        Object result = method.invoke(real, arguments);
                        boolean isPart = method.getName().equals("domain")
                                || method.getName().equals("queue");
                        return isPart ? part(result, method.getReturnType()) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private <T> T part(Object real, Class<T> type) {
        return wrapped(type.cast(real), type);
    }

    private Observation observed(MessageQueue queue, Told told) {
        open.add(told);
        try {
            return closing(queue.observe(told), told);
        } catch (RuntimeException e) {
            open.remove(told);
            throw e;
        }
    }

    private Observation closing(Observation real, Observer told) {
        return new Observation() {
            @Override
            public long startPosition() {
                return real.startPosition();
            }

            @Override
            public long dropped() {
                return real.dropped();
            }

            @Override
            public void close() {
                open.remove(told);
                real.close();
            }
        };
    }

    private final class Told implements Observer {

        private final Observer real;

        Told(Observer real) {
            this.real = real;
        }

        @Override
        public void onMessage(StoredMessage message) throws Exception {
            real.onMessage(message);
        }

        @Override
        public void onDropped(long count) throws Exception {
            real.onDropped(count);
        }

        @Override
        public void onEnd() throws Exception {
            open.remove(this);
            real.onEnd();
        }
    }
}
