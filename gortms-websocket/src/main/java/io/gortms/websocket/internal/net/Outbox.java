package io.gortms.websocket.internal.net;

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one client. It is written to by many threads and emptied by the thread of the sockets, which takes a frame only
 * when the client's socket has taken the one before: this is the only buffer, and it is bounded.
 *
 * <p>There are two kinds of frames. <b>Messages</b> have their order; when there is no room for another one, the oldest go, but for
 * those that were only put in because there was room: then the new one goes, or is refused. <b>Replies</b> go before them and are
 * never lost; there are few, because a client that does not take them is not read from.
 */
public final class Outbox {

    /** How many replies may wait before the client's requests have to. */
    static final int MOST_REPLIES = 64;

    /**
     * In the place of a message.
     *
     * @param frame what is sent, or null if there is only something to count
     * @param messages how many messages are missed if it goes: 0 of a mark, which never goes
     * @param stays whether no other takes its place
     */
    private record Entry(@Nullable Frame frame, long messages, boolean stays) {

        Entry(@Nullable Frame frame, long messages) {
            this(frame, messages, false);
        }

        int sizeBytes() {
            return frame == null ? 0 : frame.sizeBytes();
        }
    }

    private final int capacity;
    private final long capacityBytes;
    private final LongFunction<Frame> droppedFrame;
    private final Runnable onWork;
    private final Runnable onPressure;

    /** Guards everything below; held for a few instructions only. */
    private final ReentrantLock lock = new ReentrantLock();

    private final ArrayDeque<Frame> replies = new ArrayDeque<>();
    private final ArrayDeque<Entry> messages = new ArrayDeque<>();
    private long replyBytes;
    private int frames;
    private long bytes;
    private long untold;
    private boolean closed;

    /** Whether messages are not sent any more. */
    private boolean over;

    private @Nullable Runnable onRoom;

    /**
     * An empty one.
     *
     * @param capacity how many messages may wait
     * @param capacityBytes how many bytes may, but for one message that is larger
     * @param droppedFrame the frame that tells of so many missed messages
     * @param onWork called whenever something was put in, by who did that
     * @param onPressure called when it should be emptied without a rest, by who put something in
     */
    Outbox(int capacity, long capacityBytes, LongFunction<Frame> droppedFrame, Runnable onWork, Runnable onPressure) {
        this.capacity = capacity;
        this.capacityBytes = capacityBytes;
        this.droppedFrame = droppedFrame;
        this.onWork = onWork;
        this.onPressure = onPressure;
    }

    /** Puts a reply before all messages. */
    public void reply(Frame frame) {
        change(() -> addReply(frame));
    }

    /** Puts a message behind the others; if there is no room the oldest go, and the client is told how many. */
    public void offer(Frame frame) {
        change(() -> put(new Entry(frame, 1)));
    }

    /** Puts something behind the messages that is never lost. */
    public void mark(Frame frame) {
        change(() -> put(new Entry(frame, 0)));
    }

    /** Messages that would have been next cannot be had; the client is told. */
    public void missed(long count) {
        change(() -> put(new Entry(null, count)));
    }

    /** Puts a message behind the others if there is room; it keeps its place. */
    public boolean offerIfRoom(Frame frame) {
        return offerIfRoom(frame, capacityBytes);
    }

    /**
     * Puts a message behind the others if there is room. From the half on it is emptied without a rest: for want of room a client
     * that is slow may lose, not one that nobody has written to.
     */
    public boolean offerInTime(Frame frame) {
        boolean isTaken = offerIfRoom(frame);
        if (isHalfFull()) {
            onPressure.run();
        }
        return isTaken;
    }

    private boolean isHalfFull() {
        lock.lock();
        try {
            return frames > capacity / 2 || bytes > capacityBytes / 2;
        } finally {
            lock.unlock();
        }
    }

    /** Puts a message behind the others if there is room, and no more than so many bytes wait then, or it is the only one. */
    public boolean offerIfRoom(Frame frame, long mostBytes) {
        lock.lock();
        try {
            long after = bytes + frame.sizeBytes();
            boolean isMuch = after > mostBytes && !messages.isEmpty();
            if (over || isMuch || isFull(frames + 1, after)) {
                return false;
            }
            put(new Entry(frame, 1, true));
        } finally {
            lock.unlock();
        }
        onWork.run();
        return true;
    }

    /**
     * Calls this once, after some more was sent and little is left: at once if nothing waits, else on the thread of the sockets.
     * Never after the end.
     */
    public void whenRoom(Runnable task) {
        lock.lock();
        try {
            if (over) {
                return;
            }
            if (!messages.isEmpty()) {
                onRoom = task;
                return;
            }
        } finally {
            lock.unlock();
        }
        task.run();
    }

    /** The next frame to send, or null if there is none. */
    @Nullable Frame next() {
        Runnable room = null;
        Frame frame;
        lock.lock();
        try {
            frame = take();
            if (onRoom != null && isLow()) {
                room = onRoom;
                onRoom = null;
            }
        } finally {
            lock.unlock();
        }
        if (room != null) {
            room.run();
        }
        return frame;
    }

    private @Nullable Frame take() {
        Frame reply = replies.poll();
        if (reply != null) {
            replyBytes -= reply.sizeBytes();
            return reply;
        }
        while (untold == 0 || (!messages.isEmpty() && isOnlyCounted(messages.peek()))) {
            Entry entry = messages.poll();
            if (entry == null) {
                return null;
            }
            count(entry, -1);
            if (entry.frame() != null) {
                return entry.frame();
            }
            untold += entry.messages();
        }
        Frame told = droppedFrame.apply(untold);
        untold = 0;
        return told;
    }

    /** Whether the client has been sent all messages, or its socket has at least taken them. */
    public boolean isEmpty() {
        lock.lock();
        try {
            return messages.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Whether as many replies wait as may, or as many bytes of them as may of messages: a reply may be large. */
    boolean isCongested() {
        lock.lock();
        try {
            return replies.size() >= MOST_REPLIES || replyBytes >= capacityBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the messages, and takes none any more: nothing follows what was not sent. Replies are still sent. */
    void discardMessages() {
        lock.lock();
        try {
            over = true;
            messages.clear();
            frames = 0;
            bytes = 0;
            untold = 0;
            onRoom = null;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is sent any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            replies.clear();
            replyBytes = 0;
        } finally {
            lock.unlock();
        }
        discardMessages();
    }

    private void change(Runnable put) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            put.run();
        } finally {
            lock.unlock();
        }
        onWork.run();
    }

    private void addReply(Frame frame) {
        replies.add(frame);
        replyBytes += frame.sizeBytes();
    }

    private void put(Entry entry) {
        if (over) {
            return;
        }
        if (entry.messages() > 0 && isFull(frames + 1, bytes + entry.sizeBytes()) && isOldestToStay()) {
            append(new Entry(null, entry.messages()));
        } else {
            append(entry);
        }
    }

    private boolean isOldestToStay() {
        for (Entry entry : messages) {
            if (entry.frame() != null) {
                return entry.stays();
            }
        }
        return false;
    }

    private void append(Entry entry) {
        Entry last = messages.peekLast();
        if (entry.frame() == null && last != null && last.frame() == null) {
            messages.removeLast();
            messages.add(new Entry(null, last.messages() + entry.messages()));
            return;
        }
        messages.add(entry);
        count(entry, 1);
        while (isFull(frames, bytes) && !isOldestToStay()) {
            Entry oldest = messages.remove();
            count(oldest, -1);
            if (oldest.frame() != null && oldest.messages() == 0) {
                addReply(oldest.frame()); // all before it has gone, so it is still in its place
            } else {
                untold += oldest.messages();
            }
        }
    }

    private void count(Entry entry, int sign) {
        if (entry.frame() != null) {
            frames += sign;
            bytes += (long) sign * entry.sizeBytes();
        }
    }

    private boolean isFull(int count, long size) {
        return count > capacity || (size > capacityBytes && count > 1);
    }

    private boolean isLow() {
        return frames <= capacity / 4 && bytes <= capacityBytes / 4;
    }

    private static boolean isOnlyCounted(Entry entry) {
        return entry.frame() == null;
    }
}
