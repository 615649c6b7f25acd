package io.gortms.proof.kill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that is known of one data directory: fed with the logs of the children that worked on it. */
final class Model {

    /** What became of a queue that was declared beside. */
    enum Made {
        PERHAPS,
        THERE,
        PERHAPS_GONE,
        GONE
    }

    /** How much longer than ever before in a process it may take until somebody is told what expired. */
    private static final long LATER_MICROS = 2_000_000;

    final QueueModel queue = new QueueModel();
    final Lives lives = new Lives();
    final GroupModel auto = new GroupModel(Plan.AUTO, lives);
    final GroupModel manual = new GroupModel(Plan.MANUAL, lives);
    final Map<Long, Made> made = new HashMap<>();

    private boolean open;
    private int deaths;

    /** Since everything was last known. */
    private final List<Run> runs = new ArrayList<>();

    private long workedMicros;
    private long lastMicros;

    /** The longest that it took the process until it told what expired: on a busy machine it takes all reports longer. */
    private long latestMicros;

    /**
     * A child's work.
     *
     * @param fromMicros from when on it was at work, by the broker's clock
     * @param toMicros when it died
     * @param lateMicros how late its last report may have been
     */
    private record Run(long fromMicros, long toMicros, long lateMicros) {

        /** Whether a report that the message expired may have been lost when the child died, as it was just made. */
        boolean mayLoseReport(Lives lives, long position) {
            long lastToldMicros = toMicros - lateMicros;
            return lives.expiresWithin(position, lastToldMicros, toMicros)
                    || (lives.isExpired(position, toMicros) && fromMicros > lastToldMicros);
        }
    }

    /** When each actor of the run last asked for messages, or later. */
    private final Map<Integer, Long> askedMicros = new HashMap<>();

    /** Takes in what a child did until it was killed. */
    void replay(RunLog log) {
        open = false;
        deaths++;
        askedMicros.clear();
        workedMicros = Long.MAX_VALUE;
        latestMicros = 0;
        log.forEach(this::apply);
        runs.add(new Run(Math.min(workedMicros, lastMicros), lastMicros, latestMicros + LATER_MICROS));
        auto.killed();
        manual.killed();
    }

    /** Whether the last process died with an open broker, for certain. */
    boolean diedOpen() {
        return open;
    }

    /** Checks that nothing has expired unheard of but just before a death; answers how much did. */
    int unreported() {
        int count = 0;
        for (GroupModel group : List.of(auto, manual)) {
            Set<Long> vanished = group.vanished();
            count += vanished.size();
            for (long position : vanished) {
                boolean mayBeLost = runs.stream().anyMatch(run -> run.mayLoseReport(lives, position));
                if (!mayBeLost || group.hasFailed(position)) {
                    throw new AssertionError("position " + position + " of " + vanished.size()
                            + " has expired, and nobody was told, nor is there a letter; so long before the deaths: "
                            + runs.stream()
                                    .map(run -> lives.overSinceMicros(position, run.toMicros) + " us, of at most "
                                            + run.lateMicros)
                                    .toList());
                }
            }
            group.forgiveVanished();
        }
        runs.clear();
        return count;
    }

    int deaths() {
        return deaths;
    }

    private void apply(RunLog.Entry entry) {
        long position = entry.position();
        long nowMicros = Plan.micros(entry.nanos());
        lastMicros = Math.max(lastMicros, nowMicros);
        long asked = askedMicros.getOrDefault(entry.actor(), 0L);
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
            case POLLING -> {
                workedMicros = Math.min(workedMicros, nowMicros);
                manual.polling((int) entry.a());
                askedMicros.put(entry.actor(), nowMicros);
            }
            case POLLED -> manual.delivered(position, (int) entry.a(), (int) entry.b(), asked, nowMicros);
            case POLL_ENDED -> manual.polling(0);
            case ACKING -> manual.acking(position);
            case ACKED -> manual.settled(position);
            case RELEASING -> manual.releasing(position);
            case RELEASED -> manual.released(position);
            case RETRYING -> manual.retrying(position);
            case RETRIED -> manual.retried(position);
            case GIVING_UP -> manual.givingUp(position);
            case GAVE_UP -> manual.gaveUp(position);
            case LOOKING -> {
                auto.wentOn(entry.actor());
                askedMicros.put(entry.actor(), nowMicros);
            }
            case ENTERED -> {
                auto.wentOn(entry.actor());
                auto.delivered(position, (int) entry.a(), (int) entry.b(), asked, nowMicros);
            }
            case LEFT -> {
                auto.left(position);
                askedMicros.put(entry.actor(), nowMicros);
            }
            case FAILING -> {
                auto.failing(entry.actor(), position);
                askedMicros.put(entry.actor(), nowMicros);
            }
            case THROWING -> {
                auto.throwing(entry.actor(), position);
                askedMicros.put(entry.actor(), nowMicros);
            }
            case MESSAGE -> lives.add(position, entry.a(), entry.b());
            case EXPIRED -> {
                told(position, nowMicros);
                group((int) entry.a()).expired(position, nowMicros);
            }
            case BURIED -> {
                told(position, nowMicros);
                group((int) entry.a()).buried(position, entry.b() != 0, nowMicros);
            }
            case DECLARING -> made.put(position, Made.PERHAPS);
            case DECLARED -> made.put(position, Made.THERE);
            case DELETING -> made.put(position, Made.PERHAPS_GONE);
            case DELETED -> made.put(position, Made.GONE);
        }
    }

    private void told(long position, long nowMicros) {
        long sinceWorkMicros = nowMicros - Math.min(workedMicros, nowMicros);
        latestMicros = Math.max(latestMicros, Math.min(sinceWorkMicros, lives.overSinceMicros(position, nowMicros)));
    }

    /** The group of this number; see {@link Listener}. */
    GroupModel group(int number) {
        return number == 0 ? auto : manual;
    }
}
