package io.gortms.webhooks.internal.store;

/**
 * Which attempt it is. An endpoint's id does not say that: it may be given again, and positions begin anew then.
 *
 * @param number of the endpoint, which is never given again; {@value #DIRECT} if it is none
 * @param position of the message in its queue; {@value #DIRECT} if it is in none
 * @param attempt which one of this message
 */
public record AttemptKey(int number, long position, int attempt) {

    /** Stands for no endpoint, and for no position. */
    public static final int DIRECT = -1;
}
