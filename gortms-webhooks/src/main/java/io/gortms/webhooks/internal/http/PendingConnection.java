package io.gortms.webhooks.internal.http;

import java.io.IOException;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.nio.ManagedAsyncClientConnection;
import org.apache.hc.core5.concurrent.ComplexFuture;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.ModalCloseable;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is being made, and can be given up. Giving up is a failure to the client: when it is cancelled instead while it
 * connects, the client never gives the place in its pool back, and leaves a TLS handshake to itself.
 */
final class PendingConnection implements FutureCallback<ManagedAsyncClientConnection> {

    private final ComplexFuture<ManagedAsyncClientConnection> result;
    private volatile @Nullable Future<?> attempt;
    private volatile @Nullable ModalCloseable handshaking;
    private volatile boolean givenUp;

    PendingConnection(FutureCallback<ManagedAsyncClientConnection> callback) {
        this.result = new ComplexFuture<>(callback);
    }

    /** What the client waits for. */
    Future<ManagedAsyncClientConnection> result() {
        return result;
    }

    /** False if it was given up meanwhile. */
    boolean isWanted() {
        return !result.isDone();
    }

    /** The client's own work on it. */
    void attempting(Future<?> work) {
        attempt = work;
        if (givenUp) {
            endWork();
        }
    }

    /** The connection that TLS is being negotiated on. */
    void handshaking(ModalCloseable connection) {
        handshaking = connection;
        if (givenUp) {
            endWork();
        }
    }

    /** Gives up; false if it was ready, or had failed, already. */
    boolean abort() {
        if (!result.failed(new IOException("given up"))) {
            return false;
        }
        givenUp = true;
        endWork();
        return true;
    }

    @Override
    public void completed(ManagedAsyncClientConnection made) {
        if (!result.completed(made)) {
            made.close(CloseMode.IMMEDIATE);
        }
    }

    @Override
    public void failed(Exception failure) {
        result.failed(failure);
    }

    @Override
    public void cancelled() {
        result.cancel();
    }

    // also called by those who come late, so that nothing stays open whichever order they have
    private void endWork() {
        Future<?> work = attempt;
        if (work != null) {
            work.cancel(true);
        }
        ModalCloseable connection = handshaking;
        if (connection != null) {
            connection.close(CloseMode.IMMEDIATE);
        }
    }
}
