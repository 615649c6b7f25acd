package io.gortms.proof.kill;

/** What the child notes in its {@link RunLog}: before a call what it is about to do, and once the call has returned. */
enum Deed {
    NOTHING,

    /** A broker was opened. */
    OPENED,
    CLOSING,
    CLOSED,

    /** A receipt: the position, the payload's key, the sum of the message's id. */
    RECEIPT,

    /** A publish was refused, as the disk is full. */
    REFUSED,

    /** About to poll for this many messages. */
    POLLING,

    /** A delivery that a poll returned: its position, attempt and failures. */
    POLLED,
    POLL_ENDED,
    ACKING,
    ACKED,
    RELEASING,
    RELEASED,
    RETRYING,
    RETRIED,
    GIVING_UP,
    GAVE_UP,

    /** A delivery that a handler got: its position, attempt and failures. */
    ENTERED,

    /** A handler is about to return. */
    LEFT,

    /** A handler is about to throw, and the message to be dead-lettered. */
    FAILING,

    /** A handler is about to throw, and the message to come again. */
    THROWING,

    /** A thread is about to ask for messages for a handler. */
    LOOKING,

    /** What is known of a message: its position, the payload's key, from when on it may be delivered. */
    MESSAGE,

    /** Reported by the broker: a message of this position expired, or was dead-lettered, in the group of this number. */
    EXPIRED,
    BURIED,

    /** A queue of this number is about to be declared, or was. */
    DECLARING,
    DECLARED,
    DELETING,
    DELETED
}
