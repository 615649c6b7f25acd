package io.gortms;

/** How long messages stay that every group has settled. */
public enum Retention {
    /** Until they expire: they can be read and replayed till then. */
    UNTIL_EXPIRED,
    /** Their space is reclaimed once every group has settled them. With no group nothing counts as settled. */
    UNTIL_ACKNOWLEDGED
}
