package io.gortms.websocket.internal.control;

import io.gortms.Broker;
import io.gortms.BrokerEvent;
import io.gortms.EventFrame;
import java.util.List;
import java.util.Map;

/** {@code events}: the newest events of the broker, oldest first. */
final class EventCommands {

    private static final int MOST = 300;

    private final Broker broker;

    EventCommands(Broker broker) {
        this.broker = broker;
    }

    /** The answer. */
    record Events(List<EventFrame> events) {}

    Map<String, Command> commands() {
        return Map.of("events", this::events);
    }

    private Object events(Ask ask) throws ControlException {
        ask.access().requireSee("*");
        List<BrokerEvent> all = broker.events();
        return new Events(all.subList(Math.max(0, all.size() - MOST), all.size()).stream()
                .map(EventFrame::of)
                .toList());
    }
}
