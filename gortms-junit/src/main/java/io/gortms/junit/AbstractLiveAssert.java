package io.gortms.junit;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about something that changes while it is looked at. Each looks once, unless {@link #within(Duration)} was called
 * before.
 *
 * @param <SELF> the assertions themselves
 * @param <ACTUAL> what they are about
 */
public abstract class AbstractLiveAssert<SELF extends AbstractLiveAssert<SELF, ACTUAL>, ACTUAL>
        extends AbstractAssert<SELF, ACTUAL> {

    private Duration wait = Duration.ZERO;

    AbstractLiveAssert(ACTUAL actual, Class<?> selfType) {
        super(actual, selfType);
    }

    /** Gives each of the following assertions so long, in real time, to come true; an interrupt ends the wait. */
    public SELF within(Duration limit) {
        wait = Objects.requireNonNull(limit, "limit");
        return myself;
    }

    /** Fails, in one wording, unless the value is this one, or becomes so in time. */
    SELF check(String what, Supplier<?> value, Object expected) {
        isNotNull();
        if (!Waiting.until(wait, () -> value.get().equals(expected))) {
            Object found = value.get();
            failWithActualExpectedAndMessage(
                    found, expected, "%nExpected %s to be%n  %s%nbut it is%n  %s", what, expected, found);
        }
        return myself;
    }
}
