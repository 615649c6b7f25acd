package io.gortms.contract.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.Domain;
import io.gortms.ManualClock;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.PublishReceipt;
import io.gortms.QueueOptions;
import io.gortms.Retention;
import io.gortms.contract.harness.Steps.Action;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The broker of a run and what the steps do with it. A domain {@code shop} with a queue {@code orders} and its group
 * {@code workers} is there from the start. Handles are looked up by name at each call, so that a step never holds one of
 * a broker that has been restarted.
 */
public final class Fixture implements AutoCloseable {

    private static final String DOMAIN = "shop";
    private static final String QUEUE = "orders";
    private static final String GROUP = "workers";

    private final Engine engine;
    private final Steps steps;
    private final Leaks leaks = new Leaks();
    private final ErrorLog errorLog = new ErrorLog();
    private final List<Background<?>> background = new ArrayList<>();
    private final Path directory;
    private final BrokerSetup setup;
    private @Nullable Broker broker;

    Fixture(Engine engine, Steps steps) throws IOException {
        this.engine = engine;
        this.steps = steps;
        directory = Directories.make();
        setup = steps.setup(directory);
    }

    void open() throws Exception {
        broker = engine.open(setup);
        broker.declareDomain(DOMAIN);
        declareQueue(QUEUE, steps.queueOptions()).declareGroup(GROUP);
        runOpenings();
    }

    /** Closes the broker and opens another on the same directory. */
    public void restart() throws Exception {
        broker.close();
        leaks.check(directory);
        broker = engine.open(setup);
        assertThat(broker.recoveryReport().cleanShutdown()).isTrue();
        assertThat(broker.recoveryReport().damages()).isEmpty();
        runOpenings();
    }

    /** Restarts with a pause: the manual clock moves on while no broker is open. */
    public void restartAfter(Duration pause) throws Exception {
        broker.close();
        advance(pause);
        restart();
    }

    /** The broker that is open now. */
    public Broker broker() {
        return broker;
    }

    /** The domain {@code shop}. */
    public Domain domain() {
        return broker.domain(DOMAIN);
    }

    /** The queue {@code orders}. */
    public MessageQueue queue() {
        return domain().queue(QUEUE);
    }

    /** Declares a queue of the domain with the engine's options and then these. */
    public MessageQueue declareQueue(String name, Consumer<QueueOptions> options) {
        return domain().declareQueue(name, queue -> {
            engine.queueDefaults(queue);
            queue.retention(Retention.UNTIL_EXPIRED).maxSize(0); // in memory other defaults hold
            options.accept(queue);
        });
    }

    /** Declares queues of the domain with the engine's options; those that exist stay as they are. */
    public void declareQueues(String... names) {
        List<String> existing =
                domain().queues().stream().map(MessageQueue::name).toList();
        for (String name : names) {
            if (!existing.contains(name)) {
                declareQueue(name, options -> {});
            }
        }
    }

    /** The texts of a queue's messages, oldest first. */
    public List<String> texts(String queue) {
        return domain().queue(queue).read(0, 1000).stream().map(Texts::of).toList();
    }

    /** Declares the queue {@code orders} anew with these options. */
    public MessageQueue redeclareQueue(Consumer<QueueOptions> options) {
        return declareQueue(QUEUE, options);
    }

    /** The group {@code workers}. */
    public ConsumerGroup group() {
        return group(GROUP);
    }

    /** A group of the queue {@code orders}. */
    public ConsumerGroup group(String name) {
        return queue().group(name);
    }

    /** The dead-letter queue of {@code orders}. */
    public MessageQueue deadLetterQueue() {
        return domain().queue(QUEUE + ".dlq");
    }

    /** The texts of all dead letters, oldest first; none if there is no dead-letter queue yet. */
    public List<String> deadLetters() {
        return domain().queues().stream()
                .filter(queue -> queue.name().equals(QUEUE + ".dlq"))
                .flatMap(queue -> queue.read(0, 1000).stream())
                .map(Texts::of)
                .toList();
    }

    /** Publishes each text to the queue {@code orders}. */
    public List<PublishReceipt> publish(String... texts) {
        return Stream.of(texts).map(text -> queue().publish(Message.text(text))).toList();
    }

    /** Takes exactly so many deliveries, waiting for them. */
    public List<Delivery> take(ConsumerGroup group, int count) {
        List<Delivery> taken = new ArrayList<>();
        while (taken.size() < count) {
            List<Delivery> more = group.poll(count - taken.size(), Await.LIMIT);
            assertThat(more).as("deliveries after %s", Texts.all(taken)).isNotEmpty();
            taken.addAll(more);
        }
        return taken;
    }

    /** Takes exactly so many deliveries for the group {@code workers}. */
    public List<Delivery> take(int count) {
        return take(group(), count);
    }

    /** Takes the next delivery for the group {@code workers}. */
    public Delivery take() {
        return take(1).get(0);
    }

    /** Fails if the group {@code workers} has something to take now. */
    public void takesNothing() {
        assertThat(group().poll(1000, Duration.ZERO)).extracting(Texts::of).isEmpty();
    }

    /** Takes and acks exactly these, in this order, for the group {@code workers}; there is nothing more. */
    public void expect(String... texts) {
        List<Delivery> taken = take(texts.length);
        assertThat(taken).extracting(Texts::of).containsExactly(texts);
        taken.forEach(Delivery::ack);
        takesNothing();
    }

    /** Waits until the group {@code workers} has settled everything. */
    public void awaitSettled() {
        assertThat(group().awaitSettled(Await.LIMIT))
                .as("everything is settled")
                .isTrue();
    }

    /** Waits until the dead letters are exactly these, in this order. */
    public void awaitDeadLetters(String... texts) {
        Await.until(
                "the dead letters are " + List.of(texts) + " and not " + deadLetters(),
                () -> deadLetters().equals(List.of(texts)));
    }

    /** Moves the manual clock on. */
    public void advance(Duration duration) {
        ((ManualClock) setup.clock()).advance(duration);
    }

    /** Starts a call on a thread of its own. */
    public <T> Background<T> background(Callable<T> call) {
        Background<T> started = Background.start(call);
        background.add(started);
        return started;
    }

    /** Closes the broker and fails if it has left something behind, or logged an error. */
    @Override
    public void close() throws IOException {
        try {
            if (broker != null) {
                broker.close();
            }
            background.forEach(Background::abandon);
            if (setup.executor() instanceof ExecutorService service) {
                service.shutdownNow();
            }
            leaks.check(directory);
            assertThat(errorLog.errors()).as("logged as an error").isEmpty();
        } finally {
            errorLog.close();
            Directories.delete(directory);
        }
    }

    private void runOpenings() throws Exception {
        for (Action action : steps.openings()) {
            action.run(this);
        }
    }
}
