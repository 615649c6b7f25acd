package io.gortms;

import java.nio.file.Path;

/** Another broker, in this process or another, holds the data directory. */
public final class BrokerLockedException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final String directory;
    private final long processId;

    /**
     * Names the directory and its holder.
     *
     * @param processId the holder's process id, or -1 if it is not known
     */
    public BrokerLockedException(Path directory, long processId) {
        super("the data directory " + directory + " is in use by "
                + (processId == ProcessHandle.current().pid()
                        ? "another broker of this process (id " + processId + ")"
                        : processId < 0 ? "another process" : "the process with id " + processId)
                + "; close that broker, or choose another directory");
        this.directory = directory.toString();
        this.processId = processId;
    }

    /** The data directory. */
    public String directory() {
        return directory;
    }

    /** The process that holds it, or -1 if that is not known. */
    public long processId() {
        return processId;
    }
}
