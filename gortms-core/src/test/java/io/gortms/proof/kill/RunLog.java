package io.gortms.proof.kill;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * What a child did, in a mapped file: what was stored there before the child died is there afterwards, as the system keeps
 * the pages. Entries are in the order in which they were begun; one that the death cut short is left out.
 *
 * <pre>
 * head (4 KiB)   0  entries begun (8)    64  for each actor, the ordinal of its step (8)
 *             2112  for each deed, how often it was done (8)
 * entry          0  position (8)          8  a (8)           16  b (8)     24  time, in ns (8)
 *               32  actor (4)            36  ordinal of the deed, stored last (4)
 * </pre>
 *
 * <p>Safe for use by any thread.
 */
@SuppressWarnings("EnumOrdinal") // parent and child run the same classes
final class RunLog {

    /** Most actors that have a step. */
    static final int ACTORS = 256;

    private static final int HEAD_BYTES = 4096;
    private static final int STEPS_AT = 64;
    private static final int COUNTS_AT = STEPS_AT + ACTORS * Long.BYTES;
    private static final int ENTRY_BYTES = 40;
    private static final int DEED_AT = 36;
    private static final int MOST_ENTRIES = 4_000_000;
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final MappedByteBuffer bytes;

    /** Something that was done; what {@code a} and {@code b} are depends on the deed. */
    record Entry(Deed deed, int actor, long position, long a, long b, long nanos) {}

    private RunLog(MappedByteBuffer bytes) {
        this.bytes = bytes;
        bytes.order(ByteOrder.nativeOrder());
    }

    /** Maps the file, which is made if it is missing. */
    static RunLog open(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new RunLog(
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, HEAD_BYTES + (long) MOST_ENTRIES * ENTRY_BYTES));
        }
    }

    void add(Deed deed, int actor, long position) {
        add(deed, actor, position, 0, 0);
    }

    void add(Deed deed, int actor, long position, long a, long b) {
        long index = (long) LONG.getAndAdd(bytes, 0, 1L);
        if (index >= MOST_ENTRIES) {
            throw new IllegalStateException("the run is longer than its log");
        }
        int at = HEAD_BYTES + (int) index * ENTRY_BYTES;
        bytes.putLong(at, position).putLong(at + 8, a).putLong(at + 16, b).putLong(at + 24, System.nanoTime());
        bytes.putInt(at + 32, actor);
        INT.setRelease(bytes, at + DEED_AT, deed.ordinal());
        LONG.getAndAdd(bytes, COUNTS_AT + deed.ordinal() * Long.BYTES, 1L);
    }

    /** How many receipts there are. */
    long receipts() {
        return count(Deed.RECEIPT);
    }

    /** How often this was done. */
    long count(Deed deed) {
        return (long) LONG.getAcquire(bytes, COUNTS_AT + deed.ordinal() * Long.BYTES);
    }

    /** Notes what an actor is about to do. */
    void step(int actor, Step step) {
        LONG.setRelease(bytes, STEPS_AT + actor * Long.BYTES, (long) step.ordinal());
    }

    /** What an actor was about to do. */
    Step step(int actor) {
        return Step.values()[(int) (long) LONG.getAcquire(bytes, STEPS_AT + actor * Long.BYTES)];
    }

    /** Goes through what was done. */
    void forEach(Consumer<Entry> visitor) {
        long count = Math.min(MOST_ENTRIES, (long) LONG.getAcquire(bytes, 0));
        Deed[] deeds = Deed.values();
        for (int index = 0; index < count; index++) {
            int at = HEAD_BYTES + index * ENTRY_BYTES;
            Deed deed = deeds[(int) INT.getAcquire(bytes, at + DEED_AT)];
            if (deed != Deed.NOTHING) {
                visitor.accept(new Entry(
                        deed,
                        bytes.getInt(at + 32),
                        bytes.getLong(at),
                        bytes.getLong(at + 8),
                        bytes.getLong(at + 16),
                        bytes.getLong(at + 24)));
            }
        }
    }
}
