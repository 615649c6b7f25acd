package io.gortms.contract.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a method {@code void name(Steps steps)} that describes a scenario. The method only collects steps; state that
 * steps share lives in its local variables, so that each run begins afresh.
 *
 * <p>The scenario runs once on each engine as it is, and on a durable engine once for each step with a restart (close,
 * and open on the same directory) after that step. What later steps expect must not depend on it.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(ScenarioExtension.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SAME_THREAD)
public @interface Scenario {

    /** The engines it is for. */
    Kind on() default Kind.ANY;

    /** False for what a restart has to disturb: counters since opening, what one broker object does. */
    boolean restarts() default true;

    /** Which engines. */
    enum Kind {
        /** All. */
        ANY,
        /** Those that keep messages over a restart. */
        DURABLE,
        /** Those that do not. */
        VOLATILE;

        boolean includes(Engine engine) {
            return this == ANY || engine.durable() == (this == DURABLE);
        }
    }
}
