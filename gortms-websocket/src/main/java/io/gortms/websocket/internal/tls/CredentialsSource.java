package io.gortms.websocket.internal.tls;

import io.gortms.websocket.SecretsException;

/** Where credentials come from. Used by one thread at a time. */
interface CredentialsSource {

    /**
     * Something that differs when the credentials may have changed; cheap.
     *
     * @throws SecretsException if it cannot be found out
     */
    Object version();

    /**
     * The credentials as they are now.
     *
     * @throws SecretsException if there are none that can be used
     */
    Credentials load();
}
