package io.gortms.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.Domain;
import io.gortms.ManualClock;
import io.gortms.MessageQueue;
import io.gortms.QueueNotFoundException;
import io.gortms.StoredMessage;
import io.gortms.proof.harness.DirectoryImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The broker and the model of it, side by side, one thread. */
final class World implements AutoCloseable {

    static final String DOMAIN = "model";
    static final String QUEUE = "orders";
    private static final int MOST_COPIES = 10;
    private static final int MOST_LETTERS = 1_000;

    private final @Nullable Path directory;
    private final ManualClock clock = new ManualClock();
    private final List<String> story = new ArrayList<>();
    private final Map<String, ConsumerGroup> handles = new TreeMap<>();

    /** Deliveries that are over, however they ended. */
    private final List<Delivery> over = new ArrayList<>();

    private int lives;
    private Broker broker;
    private MessageQueue queue;
    private ModelQueue model;

    /**
     * A world with an empty queue.
     *
     * @param directory where brokers keep their data; null in memory
     */
    World(@Nullable Path directory, ModelOptions options) {
        this.directory = directory;
        this.broker = open();
        this.queue = broker.declareDomain(DOMAIN).declareQueue(QUEUE, options::describe);
        this.model = new ModelQueue(options);
    }

    private Broker open() {
        return directory == null
                ? Broker.builder().inMemory().clock(clock).build()
                : Broker.builder().dataDirectory(life(lives)).clock(clock).build();
    }

    private Path life(int number) {
        return Objects.requireNonNull(directory).resolve("life-" + number);
    }

    boolean isOnDisk() {
        return directory != null;
    }

    long nowMs() {
        return clock.instant().toEpochMilli();
    }

    ModelQueue model() {
        return model;
    }

    MessageQueue queue() {
        return queue;
    }

    Domain domain() {
        return broker.domain(DOMAIN);
    }

    /** The positions that can be read. */
    Set<Long> readable() {
        return queue.read(0, QueueOperations.EVERYTHING).stream()
                .map(StoredMessage::position)
                .collect(Collectors.toSet());
    }

    ConsumerGroup handle(ModelGroup group) {
        return Objects.requireNonNull(handles.get(group.name()));
    }

    Map<String, ConsumerGroup> handles() {
        return handles;
    }

    List<Delivery> over() {
        return over;
    }

    List<ModelDelivery> out() {
        List<ModelDelivery> out = new ArrayList<>();
        model.groups().values().forEach(group -> out.addAll(group.out()));
        return out;
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotations are not on the class path
    void tell(String format, Object... values) {
        story.add(String.format(format, values));
    }

    List<String> story() {
        return story;
    }

    /** A queue of this name is made anew. */
    void renew(MessageQueue made, ModelOptions options) {
        over.addAll(out().stream().map(delivery -> delivery.real).toList());
        handles.clear();
        queue = made;
        model = new ModelQueue(options);
    }

    void advance(long ms) {
        List<ModelDelivery> before = out();
        model.advance(nowMs(), nowMs() + ms);
        clock.advance(Duration.ofMillis(ms));
        before.removeAll(out());
        before.forEach(delivery -> over.add(delivery.real));
    }

    /** The broker is closed and opened again after some time. */
    void restart(long downMs) {
        broker.close();
        reopen(downMs, false);
    }

    /** The process dies: what is in the directory now is all that is left. */
    void kill(long downMs) throws IOException {
        copy(life(lives), life(lives + 1));
        broker.close();
        delete(life(lives));
        lives++;
        reopen(downMs, true);
    }

    /** In the background a file may just have become superfluous. */
    private static void copy(Path from, Path to) throws IOException {
        for (int tries = 0; ; tries++) {
            try {
                DirectoryImage.copy(from, to);
                return;
            } catch (NoSuchFileException | UncheckedIOException e) {
                if (tries == MOST_COPIES) {
                    throw e;
                }
                delete(to);
            }
        }
    }

    private void reopen(long downMs, boolean killed) {
        over.clear();
        clock.advance(Duration.ofMillis(downMs));
        broker = open();
        queue = domain().queue(QUEUE);
        handles.replaceAll((name, old) -> queue.group(name));
        assertThat(queue.stats().endPosition()).as("end").isEqualTo(model.end());
        model.reopened(killed, nowMs());
    }

    /** Runs what is due now, and compares everything that can be seen. */
    void compare() {
        clock.advance(Duration.ZERO);
        newLetters().forEach(model.letters()::check);
        model.letters().checkComplete();
        assertThat(queue.deadLetters().count())
                .as("dead letters")
                .isEqualTo(model.letters().there().size());
        model.floor(nowMs());
        model.noteReclaimable();
        assertThat(queue.stats().endPosition()).as("end").isEqualTo(model.end());
        assertThat(queue.groups())
                .extracting(ConsumerGroup::name)
                .containsExactlyElementsOf(model.groups().keySet());
        handles.keySet().retainAll(model.groups().keySet());
        model.groups().values().forEach(group -> GroupComparison.compare(group, handle(group), nowMs()));
    }

    /** Dead letters that were not seen before. */
    List<StoredMessage> newLetters() {
        MessageQueue letters;
        try {
            letters = domain().queue(QUEUE + ".dlq");
        } catch (QueueNotFoundException e) {
            return List.of();
        }
        return letters.read(model.letters().seen(), MOST_LETTERS).stream()
                .filter(letter -> letter.position() >= model.letters().seen())
                .toList();
    }

    @Override
    public void close() {
        broker.close();
        if (directory != null) {
            delete(life(lives));
        }
    }

    static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
