package io.gortms.websocket;

import io.gortms.BrokerException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of accounts, users or certificates cannot be used. Nothing of it was changed. */
public final class SecretsException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final transient Path file;

    /** Names the file and what is wrong with it. */
    public SecretsException(Path file, String problem, @Nullable Throwable cause) {
        super(file + " " + problem, cause);
        this.file = file;
    }

    /** The file. */
    public Path file() {
        return file;
    }
}
