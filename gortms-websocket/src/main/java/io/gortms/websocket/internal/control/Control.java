package io.gortms.websocket.internal.control;

import io.gortms.Broker;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All that can be asked of a broker. Safe for use by any thread. */
public final class Control {

    /** They go over all dead letters of a queue. */
    private static final Set<String> LONG = Set.of("redrive", "purge");

    private final Map<String, Command> commands = new TreeMap<>();

    /** That of a broker. */
    public Control(Broker broker) {
        commands.putAll(new OverviewCommands(broker).commands());
        commands.putAll(new QueueCommands(broker).commands());
        commands.putAll(new EventCommands(broker).commands());
        commands.putAll(new GroupCommands(broker).commands());
        commands.putAll(new LetterCommands(broker).commands());
        commands.putAll(new RoutingCommands(broker).commands());
    }

    static boolean mayTakeLong(String type) {
        return LONG.contains(type);
    }

    Object answer(Ask ask) throws ControlException {
        Command command = commands.get(ask.type());
        if (command == null) {
            throw ControlException.unknownType("'" + ask.type() + "' is no type of request; there are ping, "
                    + String.join(", ", commands.keySet()));
        }
        return command.answer(ask);
    }
}
