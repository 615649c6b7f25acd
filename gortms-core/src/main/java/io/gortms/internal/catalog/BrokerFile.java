package io.gortms.internal.catalog;

import io.gortms.StorageException;
import io.gortms.internal.journal.DamageListener;
import io.gortms.internal.journal.RandomIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code broker.json}: who the broker is, and how its runs ended.
 *
 * <p>Runs are counted. A run is clean once its number stands in {@code lastCleanRun}, which is written when it closes in
 * order; so opening, which writes the next run's number, takes the mark away before anything else is written. Whether the
 * machine has been restarted is known from its boot id; where there is none, every unclean end counts as a restart.
 *
 * <p>One thread at a time; needs the {@link DirectoryLock}.
 */
public final class BrokerFile {

    private static final String FILE = "broker.json";
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final AtomicFile file;
    private final State state;
    private final boolean cleanShutdown;
    private final boolean machineRestarted;

    /**
     * The content of the file.
     *
     * @param bootId empty if it is not known
     * @param run counts from 1
     * @param lastCleanRun the last run that was closed in order, or 0
     * @param lastMachineCrashRun the last run that the machine may not have outlived, or 0
     */
    private record State(String brokerId, String bootId, long run, long lastCleanRun, long lastMachineCrashRun) {}

    private BrokerFile(AtomicFile file, State state, boolean cleanShutdown, boolean machineRestarted) {
        this.file = file;
        this.state = state;
        this.cleanShutdown = cleanShutdown;
        this.machineRestarted = machineRestarted;
    }

    /**
     * Begins a run: reads how the one before ended, and takes the clean-shutdown mark away, durably.
     *
     * @throws StorageException if the file cannot be read or written, or a later version wrote it
     */
    public static BrokerFile open(Path dataDirectory, DamageListener damages) {
        return open(dataDirectory, damages, BOOT_ID);
    }

    static BrokerFile open(Path dataDirectory, DamageListener damages, Path bootIdFile) {
        Path path = dataDirectory.resolve(FILE);
        AtomicFile file = new AtomicFile(path);
        AtomicFile.Content content = file.read(damages);
        String bootId = bootId(bootIdFile);
        State before = switch (content.found()) {
            case NEWEST -> decode(path, content.fields());
            case PREVIOUS -> crashed(decode(path, content.fields()));
            case DAMAGED -> lost(path, content.finding(), damages);
            case NOTHING ->
                isEmpty(new CatalogFiles(dataDirectory, damages), dataDirectory)
                        ? fresh(bootId)
                        : lost(path, content.finding(), damages);
        };
        boolean clean = before.lastCleanRun == before.run;
        boolean restarted = bootId.isEmpty() || !bootId.equals(before.bootId);
        long crashRun = !clean && restarted ? before.run : before.lastMachineCrashRun;
        State now = new State(before.brokerId, bootId, before.run + 1, before.lastCleanRun, crashRun);
        file.write(encode(now));
        file.keepRoom(); // for the end of this run and the beginning of the next one
        return new BrokerFile(file, now, clean, !clean && crashRun > before.lastCleanRun);
    }

    /** Random, made once for the data directory: 16 hex digits. */
    public String brokerId() {
        return state.brokerId;
    }

    /** Whether the run before this one was closed in order; true on a new directory. */
    public boolean cleanShutdown() {
        return cleanShutdown;
    }

    /**
     * Whether the machine has been started anew, or that is not known, during any of the unclean runs before this one: after
     * a restart of the machine this stays true from run to run until one is closed in order.
     */
    public boolean machineRestarted() {
        return machineRestarted;
    }

    /** The number of this run; each opening has a greater one. */
    public long run() {
        return state.run;
    }

    /**
     * Ends the run in order, durably; to be called when everything else has been written and closed.
     *
     * @throws StorageException if the mark could not be written: the next start then treats the end as a crash
     */
    public void markClean() {
        file.write(encode(new State(state.brokerId, state.bootId, state.run, state.run, state.lastMachineCrashRun)));
    }

    private static boolean isEmpty(CatalogFiles files, Path dataDirectory) {
        return files.domainsAmong(files.list(dataDirectory)).isEmpty();
    }

    private static State fresh(String bootId) {
        return new State(newId(), bootId, 0, 0, 0);
    }

    /** The state before the newest says nothing of how the newest run ended. */
    private static State crashed(State state) {
        long run = state.run + 1;
        return new State(state.brokerId, "", run, state.lastCleanRun, run);
    }

    private static State lost(Path path, String finding, DamageListener damages) {
        damages.onDamage(
                path,
                finding + "; the broker gets a new id, and the last run counts as one that the machine did not outlive",
                0);
        // beyond any number of runs that there can have been: what notes an earlier run is opened with suspicion
        long run = System.currentTimeMillis();
        return new State(newId(), "", run, 0, run);
    }

    private static String newId() {
        return HexFormat.of().toHexDigits(RandomIds.next());
    }

    private static String bootId(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static State decode(Path path, Map<String, Object> values) {
        Fields fields = new Fields(path, values);
        return new State(
                fields.text("brokerId"),
                fields.text("bootId"),
                fields.number("run"),
                fields.number("lastCleanRun"),
                fields.number("lastMachineCrashRun"));
    }

    private static Map<String, Object> encode(State state) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("brokerId", state.brokerId);
        values.put("bootId", state.bootId);
        values.put("run", state.run);
        values.put("lastCleanRun", state.lastCleanRun);
        values.put("lastMachineCrashRun", state.lastMachineCrashRun);
        return values;
    }
}
