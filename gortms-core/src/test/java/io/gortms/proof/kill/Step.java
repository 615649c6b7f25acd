package io.gortms.proof.kill;

/** What a thread of the child is doing. */
enum Step {
    IDLE,
    OPENING,
    PUBLISHING,
    POLLING,
    SETTLING,
    HANDLING,
    DECLARING,
    CLOSING
}
