package io.gortms.internal.group;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Loads and links what reading what a group has settled needs, in memory. */
public final class LedgerRehearsal {

    private LedgerRehearsal() {}

    /** Touches no file. */
    public static void run() {
        AttachedGroup group = new AttachedGroup(new GroupState(1));
        group.attach(new ReentrantLock());
        LedgerReplay replay = new LedgerReplay(0);
        new CheckpointPass((type, body, bodyBytes) -> {
                    replay.entry(type, ByteBuffer.wrap(body, 0, bodyBytes).order(ByteOrder.LITTLE_ENDIAN));
                    return true;
                })
                .run(List.of(group));
    }
}
