package io.gortms.webhooks.internal.store;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What has become of an endpoint, as far as it survives a restart.
 *
 * @param disabledWhy why it is disabled; empty if it is not
 * @param failingSinceMicros since when there were failures only; 0 if the last attempt succeeded, or it is too short
 * @param backOffUntilMicros until when it is not sent to of its own accord; 0 for never
 * @param backOffWhy why; empty if it is sent to
 * @param heldFromEvent the position of the first event that was not handed on since the transform is missing; -1 for none
 */
public record EndpointState(
        String disabledWhy, long failingSinceMicros, long backOffUntilMicros, String backOffWhy, long heldFromEvent) {

    /** Nothing has happened. */
    public static final EndpointState FRESH = new EndpointState("", 0, 0, "", -1);

    /** Whether it is disabled. */
    @JsonIgnore
    public boolean isDisabled() {
        return !disabledWhy.isEmpty();
    }

    /** The same, disabled for this reason. */
    public EndpointState disabled(String why) {
        return new EndpointState(why, failingSinceMicros, backOffUntilMicros, backOffWhy, heldFromEvent);
    }

    /** The same without anything that failures have done. */
    public EndpointState enabled() {
        return FRESH.heldFrom(heldFromEvent);
    }

    /** The same, backing off. */
    public EndpointState backingOff(long untilMicros, String why) {
        return new EndpointState(disabledWhy, failingSinceMicros, untilMicros, why, heldFromEvent);
    }

    /** The same, failing since then. */
    public EndpointState failingSince(long sinceMicros) {
        return new EndpointState(disabledWhy, sinceMicros, backOffUntilMicros, backOffWhy, heldFromEvent);
    }

    /** The same, with events from there on not handed on; -1 for none. */
    EndpointState heldFrom(long event) {
        return new EndpointState(disabledWhy, failingSinceMicros, backOffUntilMicros, backOffWhy, event);
    }
}
