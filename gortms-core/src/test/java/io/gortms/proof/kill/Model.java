package io.gortms.proof.kill;

import java.util.HashMap;
import java.util.Map;

/** All that is known of one data directory: fed with the logs of the children that worked on it. */
final class Model {

    /** What became of a queue that was declared beside. */
    enum Made {
        PERHAPS,
        THERE,
        PERHAPS_GONE,
        GONE
    }

    final QueueModel queue = new QueueModel();
    final GroupModel auto = new GroupModel(Plan.AUTO);
    final GroupModel manual = new GroupModel(Plan.MANUAL);
    final Map<Long, Made> made = new HashMap<>();

    private boolean open;

    /** Takes in what a child did until it was killed. */
    void replay(RunLog log) {
        open = false;
        log.forEach(this::apply);
        auto.killed();
        manual.killed();
    }

    /** Whether the last process died with an open broker, for certain. */
    boolean diedOpen() {
        return open;
    }

    private void apply(RunLog.Entry entry) {
        long position = entry.position();
        switch (entry.deed()) {
            case NOTHING, REFUSED -> {}
            case OPENED -> open = true;
            case CLOSING -> {
                open = false;
                auto.closing();
                manual.closing();
            }
            case CLOSED -> {
                auto.closed();
                manual.closed();
            }
            case RECEIPT -> queue.receipt(position, entry.a(), entry.b());
            case POLLING -> manual.polling((int) entry.a());
            case POLLED -> manual.delivered(position, (int) entry.a(), (int) entry.b());
            case POLL_ENDED -> manual.polling(0);
            case ACKING -> manual.acking(position);
            case ACKED -> manual.settled(position);
            case RELEASING -> manual.releasing(position);
            case RELEASED -> manual.released(position);
            case RETRYING -> manual.retrying(position);
            case RETRIED -> manual.retried(position);
            case GIVING_UP -> manual.givingUp(position);
            case GAVE_UP -> manual.gaveUp(position);
            case ENTERED -> auto.entered(entry.actor(), position, (int) entry.a(), (int) entry.b());
            case LEFT -> auto.left(position);
            case FAILING -> auto.failing(entry.actor(), position);
            case DECLARING -> made.put(position, Made.PERHAPS);
            case DECLARED -> made.put(position, Made.THERE);
            case DELETING -> made.put(position, Made.PERHAPS_GONE);
            case DELETED -> made.put(position, Made.GONE);
        }
    }
}
