package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.Domain;
import io.gortms.Exchange;
import io.gortms.ExchangeType;
import io.gortms.Message;
import io.gortms.MessagePredicate;
import io.gortms.MessageQueue;
import io.gortms.Payloads;
import io.gortms.Retention;
import io.gortms.Route;
import io.gortms.StoredMessage;
import io.gortms.contract.harness.Directories;
import io.gortms.internal.group.Seeds;
import io.gortms.internal.message.OutgoingMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Of random rules and payloads: what explainRouting says before is where the message is found after its publish, once in each
 * queue, and is what the conditions say if they are followed by hand.
 */
class RoutingPropertyTest {

    private static final int QUEUES = 7;
    private static final int MESSAGES = 40;

    /** A rule as it was declared. */
    private record Declared(String from, String to, MessagePredicate condition) {}

    /** A message, where it was published, and where it is to be. */
    private record Expected(Message message, Set<String> queues) {}

    private Random random;
    private RandomRouting routing;
    private List<Declared> rules;
    private List<Expected> expected;
    private boolean durable;
    private int copies;
    private int messages;

    @Test
    void copiesAreMadeAsExplained() {
        start("RoutingPropertyTest, in memory", false);
        for (int round = 0; round < 150; round++) {
            try (Broker broker = Broker.builder().inMemory().build()) {
                Domain shop = declare(broker);
                publish(shop);
                compare(shop);
            }
        }
        checkThatBothHappen();
    }

    @Test
    void copiesAreMadeAsExplainedOverRestarts() throws IOException {
        start("RoutingPropertyTest, on disk", true);
        for (int round = 0; round < 8; round++) {
            Path directory = Directories.make();
            try (Broker broker = Broker.builder().dataDirectory(directory).build()) {
                publish(declare(broker));
            }
            try (Broker broker = Broker.builder().dataDirectory(directory).build()) {
                Domain shop = broker.domain("shop");
                compare(shop);
                publish(shop);
                compare(shop);
            } finally {
                Directories.delete(directory);
            }
        }
        checkThatBothHappen();
    }

    private void start(String test, boolean durable) {
        this.durable = durable;
        random = new Random(Seeds.seed(test));
        routing = new RandomRouting(random);
    }

    private void checkThatBothHappen() {
        assertThat(copies).as("copies of %s messages", messages).isBetween(messages / 5, messages * (QUEUES - 2));
    }

    /** Queues, rules between them in both directions, and an exchange that some are bound to. */
    private Domain declare(Broker broker) {
        rules = new ArrayList<>();
        expected = new ArrayList<>();
        Domain shop = broker.declareDomain("shop");
        for (int i = 0; i < QUEUES; i++) {
            shop.declareQueue("q" + i, queue -> queue.maxSize(0).retention(Retention.UNTIL_EXPIRED));
        }
        Exchange exchange = shop.declareExchange("all", ExchangeType.FANOUT);
        for (int i = random.nextInt(4); i >= 0; i--) {
            exchange.bind("", queue());
        }
        for (int left = random.nextInt(16); left > 0; left--) {
            String from = queue();
            String to = queue();
            if (!from.equals(to)) {
                rule(shop, from, to);
            }
        }
        return shop;
    }

    private void rule(Domain shop, String from, String to) {
        if (rules.removeIf(rule -> rule.from().equals(from) && rule.to().equals(to))) {
            shop.unroute(from, to);
        }
        Route route = shop.route(from).to(to);
        if (random.nextInt(4) == 0) {
            rules.add(new Declared(from, to, message -> true));
            return;
        }
        MessagePredicate condition = routing.condition(3);
        if (!durable && random.nextInt(6) == 0) {
            condition = message -> message.key() != null; // code, which a restart would lose
        }
        route.when(condition);
        rules.add(new Declared(from, to, condition));
    }

    private String queue() {
        return "q" + random.nextInt(QUEUES);
    }

    private void publish(Domain shop) {
        for (int i = 0; i < MESSAGES; i++) {
            Message message = message();
            switch (random.nextInt(5)) {
                case 0 -> publishToExchange(shop, message);
                case 1 -> publishMany(shop, message);
                case 2 ->
                    shop.queue(explained(shop, queue(), message))
                            .publishAsync(message)
                            .join();
                default -> shop.queue(explained(shop, queue(), message)).publish(message);
            }
        }
    }

    private Message message() {
        return routing.message("id-" + messages++);
    }

    private void publishMany(Domain shop, Message first) {
        List<Message> all = List.of(first, message(), message());
        String queue = queue();
        all.forEach(message -> explained(shop, queue, message));
        shop.queue(queue).publishAll(all);
    }

    private void publishToExchange(Domain shop, Message message) {
        Set<String> queues = new TreeSet<>();
        shop.exchange("all").bindings().forEach(binding -> queues.add(binding.queue()));
        Set<String> all = new TreeSet<>(queues);
        queues.forEach(queue -> all.addAll(explain(shop, queue, message)));
        expected.add(new Expected(message, all));
        assertThat(shop.publish("all", "", message).keySet()).isEqualTo(queues);
    }

    /** The queue, of whose message it is noted where it is to be. */
    private String explained(Domain shop, String queue, Message message) {
        expected.add(new Expected(message, explain(shop, queue, message)));
        return queue;
    }

    private Set<String> explain(Domain shop, String queue, Message message) {
        Collection<String> explained = shop.explainRouting(queue, message).copies();
        copies += explained.size();
        Set<String> all = new TreeSet<>(explained);
        assertThat(all).hasSameSizeAs(explained).doesNotContain(queue);
        all.add(queue);
        assertThat(all).as("%s by hand, by %s", message, rules).isEqualTo(byHand(queue, message));
        return all;
    }

    private Set<String> byHand(String queue, Message message) {
        OutgoingMessage payload = Payloads.of(message);
        Set<String> reached = new TreeSet<>(Set.of(queue));
        Deque<String> ahead = new ArrayDeque<>(reached);
        while (!ahead.isEmpty()) {
            String from = ahead.remove();
            rules.stream()
                    .filter(rule -> rule.from().equals(from) && rule.condition().test(payload))
                    .filter(rule -> reached.add(rule.to()))
                    .forEach(rule -> ahead.add(rule.to()));
        }
        return reached;
    }

    private void compare(Domain shop) {
        for (MessageQueue queue : shop.queues()) {
            List<String> found = queue.read(0, 10 * MESSAGES).stream()
                    .map(StoredMessage::messageId)
                    .toList();
            List<String> wanted = expected.stream()
                    .filter(one -> one.queues().contains(queue.name()))
                    .map(one -> one.message().id())
                    .toList();
            assertThat(found).as("in %s, by %s", queue, rules).isEqualTo(wanted);
        }
    }
}
