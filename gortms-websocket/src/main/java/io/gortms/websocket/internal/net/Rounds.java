package io.gortms.websocket.internal.net;

/**
 * Writing in rounds: what is put into many buffers at once is written in one round of the thread of the sockets, which rests then.
 * Who has more in the meantime keeps it for the next round, and each client gets it in one write. Safe for use by any thread.
 */
public interface Rounds {

    /** How many messages are best given at once. */
    int messages();

    /** How many bytes are. */
    long bytes();

    /** Runs this on the thread of the sockets, when what was put into buffers before was written and the rest is over. Must not wait. */
    void atNext(Runnable task);
}
