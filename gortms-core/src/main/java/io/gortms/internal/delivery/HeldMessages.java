package io.gortms.internal.delivery;

/** Messages on the heap: how many, and about how many bytes they take. */
public record HeldMessages(long count, long bytes) {

    public static final HeldMessages NONE = new HeldMessages(0, 0);

    public HeldMessages plus(HeldMessages more) {
        return new HeldMessages(count + more.count, bytes + more.bytes);
    }
}
