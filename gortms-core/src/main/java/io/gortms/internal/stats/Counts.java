package io.gortms.internal.stats;

/** How often something happened: in all, or in some time. */
public record Counts(long published, long delivered, long consumed) {

    static final Counts NONE = new Counts(0, 0, 0);

    boolean isNone() {
        return published == 0 && delivered == 0 && consumed == 0;
    }

    Counts plus(Counts more) {
        return new Counts(published + more.published, delivered + more.delivered, consumed + more.consumed);
    }
}
