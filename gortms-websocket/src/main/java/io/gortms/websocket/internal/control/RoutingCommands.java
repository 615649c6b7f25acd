package io.gortms.websocket.internal.control;

import io.gortms.Binding;
import io.gortms.Broker;
import io.gortms.Domain;
import io.gortms.Exchange;
import io.gortms.Message;
import io.gortms.Route;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code routes}: the routing rules and exchanges of a domain. {@code explain}: where copies of a payload would go. */
final class RoutingCommands {

    private final Broker broker;

    RoutingCommands(Broker broker) {
        this.broker = broker;
    }

    /**
     * The answer to {@code routes}.
     *
     * @param routes by source and destination
     * @param exchanges by name
     */
    record Routes(List<Rule> routes, List<ExchangeLine> exchanges) {}

    /** A routing rule. */
    record Rule(String from, String to, String condition) {}

    /** An exchange. */
    record ExchangeLine(String name, String type, List<Binding> bindings) {}

    Map<String, Command> commands() {
        return Map.of("routes", this::routes, "explain", this::explain);
    }

    private Object routes(Ask ask) throws ControlException {
        Domain domain = broker.domain(ask.domain());
        return new Routes(
                domain.routes().stream().map(RoutingCommands::rule).toList(),
                domain.exchanges().stream().map(RoutingCommands::exchange).toList());
    }

    private static Rule rule(Route route) {
        return new Rule(route.from(), route.to(), route.condition());
    }

    private static ExchangeLine exchange(Exchange exchange) {
        return new ExchangeLine(exchange.name(), exchange.type().name().toLowerCase(Locale.ROOT), exchange.bindings());
    }

    /** The payload comes as a text, which keeps its numbers as they are written. */
    private Object explain(Ask ask) throws ControlException {
        Domain domain = broker.domain(ask.domain());
        return domain.explainRouting(ask.text("queue"), Message.json(ask.text("json")));
    }
}
