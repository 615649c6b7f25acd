package io.gortms.webhooks;

/** Why a request is refused. For your log: what a refused sender is told is 401 and nothing more. */
public enum VerificationReason {

    /** It is not refused. */
    GENUINE,

    /** There is no {@code webhook-id}. */
    MISSING_ID,

    /** There is no {@code webhook-timestamp}. */
    MISSING_TIMESTAMP,

    /** There is no {@code webhook-signature} or {@code X-Gost-Signature}. */
    MISSING_SIGNATURE,

    /** A header of which there can be only one has several values. */
    AMBIGUOUS_HEADER,

    /** The timestamp is not a number of seconds. */
    MALFORMED_TIMESTAMP,

    /** The attempt was made longer ago than the tolerance: an old request sent again, or a clock that is wrong. */
    TOO_OLD,

    /** The attempt will be made later than the tolerance allows: a clock is wrong. */
    TOO_NEW,

    /** None of the signatures is that of one of the secrets: another's, cut short, or of other bytes. */
    NO_MATCHING_SIGNATURE,

    /** The very same attempt was verified before. */
    REPLAYED
}
