package io.gortms;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Whether a broker works, as {@link Broker#health()} found it. Immutable; Jackson writes it as health endpoints show it.
 *
 * @param status the worst of all checks
 * @param version the version of gortms; {@code development} if it is not run from its jar
 * @param uptimeSeconds how long ago, by the broker's clock, it was opened
 * @param checks what was looked at
 */
@JsonPropertyOrder({"status", "version", "uptimeSeconds", "checks"})
public record Health(Status status, String version, long uptimeSeconds, Checks checks) {

    /** How well something works. */
    public enum Status {
        /** All is well. */
        OK,
        /** Some of it works. */
        DEGRADED,
        /** None of it works. */
        DOWN;

        /** The status as endpoints show it, in lower case. */
        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What was looked at.
     *
     * @param journal whether what is stored is sound, and more can be stored
     * @param disk whether there is room
     */
    @JsonPropertyOrder({"journal", "disk"})
    public record Checks(Check journal, Check disk) {}

    /**
     * One thing that was looked at.
     *
     * @param status what was found
     * @param text the same in words, with what to do about it
     */
    @JsonPropertyOrder({"status", "text"})
    public record Check(Status status, String text) {}
}
