package io.gortms.internal.group;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file that entries go to, and the older ones, which are needed until a checkpoint in it is complete. Guarded by the
 * ledger's lock.
 */
final class LedgerFiles {

    private final List<Path> older;
    private final List<LedgerFile> olderOpen = new ArrayList<>();
    private @Nullable LedgerFile current;
    private boolean complete;

    /** Those that were found at open. */
    LedgerFiles(List<Path> found) {
        this.older = new ArrayList<>(found);
    }

    @Nullable LedgerFile current() {
        return current;
    }

    boolean hasOlder() {
        return !older.isEmpty();
    }

    /** Whether the current file begins with a complete checkpoint. */
    boolean isComplete() {
        return complete;
    }

    /** Entries go to this file from now on. */
    void begin(LedgerFile file) {
        if (current != null) {
            older.add(current.path());
            olderOpen.add(current);
        }
        current = file;
        complete = false;
    }

    /** The current file needs none before it. */
    void completed() {
        complete = true;
    }

    boolean isDirty() {
        return needed().stream().anyMatch(LedgerFile::isDirty);
    }

    /** What must be forced now; what is written from now on makes it dirty again. */
    List<LedgerFile> takeDirty() {
        List<LedgerFile> files = needed();
        files.removeIf(file -> !file.isDirty() && !file.hasFailed());
        files.forEach(LedgerFile::clearDirty);
        return files;
    }

    private List<LedgerFile> needed() {
        List<LedgerFile> files = complete ? new ArrayList<>() : new ArrayList<>(olderOpen);
        if (current != null) {
            files.add(current);
        }
        return files;
    }

    /** The older files if none of them is needed any more; they are closed. */
    List<Path> superfluous() {
        if (!complete) {
            return List.of();
        }
        closeOlder();
        return List.copyOf(older);
    }

    /** This one is not there any more. */
    void retired(Path path) {
        older.remove(path);
    }

    /** Closes all. */
    void close() {
        closeOlder();
        if (current != null) {
            current.close();
            current = null;
        }
    }

    private void closeOlder() {
        olderOpen.forEach(LedgerFile::close);
        olderOpen.clear();
    }
}
