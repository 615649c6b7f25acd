package io.gortms.webhooks;

/** What an answer means for the webhook, and for the endpoint. */
public enum Verdict {
    /** It has arrived. */
    DELIVERED,
    /** It is tried again by the schedule. */
    RETRY,
    /** It is given up now, and becomes a dead letter. */
    GIVE_UP,
    /** It is tried again by the schedule, and the endpoint is disabled until somebody enables it. */
    DISABLE
}
