package io.gortms.benchmarks;

import io.gortms.Broker;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A Chronicle queue with its defaults, new for each iteration: what gortms stands on, and is measured against. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls the setup methods first
public class RawChronicle {

    private Path directory;
    private ChronicleQueue queue;
    private ExcerptAppender appender;
    private Bytes<?> payload;
    private Bytes<?> record;

    /** Makes what is appended. */
    @Setup(Level.Trial)
    public void openJvm() throws IOException {
        openPackages();
        payload = Bytes.allocateDirect(Payload.ofSize(Payload.BYTES));
        record = Bytes.allocateDirect(Payload.ofSize(Payload.RECORD_BYTES));
    }

    /** Chronicle needs packages of the JDK opened, by flags or as gortms does it before it appends its first message. */
    private static void openPackages() throws IOException {
        Path opening = Scratch.create();
        try (Broker broker = Broker.builder().dataDirectory(opening).build()) {
            broker.declareDomain("bench").declareQueue("queue").publish(new byte[0]);
        }
        Scratch.delete(opening);
    }

    /** Opens the queue. */
    @Setup(Level.Iteration)
    public void openQueue() throws IOException {
        directory = Scratch.create();
        queue = ChronicleQueue.single(directory.toString());
        appender = queue.createAppender();
        prepare();
    }

    /** What a benchmark prepares besides; JMH promises no order of the setup methods of one state. */
    void prepare() throws IOException {}

    /** Undoes it. */
    void undo() throws IOException {}

    /** Closes the queue and deletes its files. */
    @TearDown(Level.Iteration)
    public void closeQueue() throws IOException {
        undo();
        appender.close();
        queue.close();
        Scratch.delete(directory);
    }

    /** The payload only. */
    final void append() {
        appender.writeBytes(payload);
    }

    /** As many bytes as gortms stores of the payload. */
    final void appendRecord() {
        appender.writeBytes(record);
    }

    /** The file that is appended to, to force it. */
    final FileChannel file() throws IOException {
        appender.writeBytes(payload);
        return FileChannel.open(appender.currentFile().toPath(), StandardOpenOption.WRITE);
    }

    /** A reader at the start, for the thread that calls. */
    final ExcerptTailer tailer() {
        return queue.createTailer();
    }

    /** Reads so many messages, asking again at once while there is none. */
    final void read(ExcerptTailer tailer, int messages) {
        Bytes<?> into = Bytes.allocateDirect(Payload.BYTES);
        for (int read = 0; read < messages; ) {
            into.clear();
            if (tailer.readBytes(into)) {
                read++;
            } else {
                Thread.onSpinWait();
            }
        }
        into.releaseLast();
    }
}
