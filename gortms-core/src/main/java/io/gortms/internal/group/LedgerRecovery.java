package io.gortms.internal.group;

import io.gortms.StorageException;
import io.gortms.internal.journal.DamageListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a ledger directory holds.
 *
 * @param states the groups, cut at the journal's end
 * @param cut whether anything at or beyond the journal's end was left out
 * @param files the files with entries, oldest first
 * @param lastNumber the highest number of a file, or 0
 */
record LedgerRecovery(Map<Integer, GroupState> states, boolean cut, List<Path> files, long lastNumber) {

    private static final DamageListener REPORTED_LATER = (file, description, lostMessages) -> {};

    /**
     * Reads it, and changes nothing.
     *
     * @throws StorageException if the directory cannot be read, or a newer version of gortms has written in it
     */
    static LedgerRecovery read(LedgerDirectory directory, long journalEnd, DamageListener damage) {
        List<LedgerDirectory.Found> files;
        try {
            files = directory.list();
        } catch (IOException e) {
            throw new StorageException(
                    directory.path() + " cannot be read; make it readable and writable for this process", e);
        }
        LedgerReplay replay = new LedgerReplay(journalEnd);
        for (LedgerDirectory.Found file : files.subList(firstNeeded(directory, files), files.size())) {
            LedgerReader.read(file, directory.uid(), replay, damage);
        }
        return new LedgerRecovery(
                replay.states(),
                replay.hasCut(),
                files.stream().map(LedgerDirectory.Found::path).toList(),
                files.isEmpty() ? 0 : files.get(files.size() - 1).number());
    }

    /**
     * The newest file whose checkpoint is complete needs none before it. Without one each is needed: a checkpoint that is
     * not complete repeats what the files before it say.
     */
    private static int firstNeeded(LedgerDirectory directory, List<LedgerDirectory.Found> files) {
        for (int i = files.size() - 1; i > 0; i--) {
            if (hasCompleteCheckpoint(directory, files.get(i))) {
                return i;
            }
        }
        return 0;
    }

    private static boolean hasCompleteCheckpoint(LedgerDirectory directory, LedgerDirectory.Found file) {
        boolean[] complete = new boolean[1];
        LedgerReader.read(
                file, directory.uid(), (type, body) -> complete[0] |= type == LedgerFormat.END, REPORTED_LATER);
        return complete[0];
    }
}
