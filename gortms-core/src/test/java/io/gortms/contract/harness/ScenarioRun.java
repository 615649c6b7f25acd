package io.gortms.contract.harness;

import io.gortms.contract.harness.Steps.Step;
import java.util.List;

/**
 * One run of a scenario.
 *
 * @param engine what it is run on
 * @param restartAfter the index of the step that a restart follows, or {@link #NO_RESTART}
 * @param stepName that step's name
 */
record ScenarioRun(Engine engine, int restartAfter, String stepName) {

    static final int NO_RESTART = -1;

    static ScenarioRun straight(Engine engine) {
        return new ScenarioRun(engine, NO_RESTART, "");
    }

    /** Runs the steps; a failure says where it was. */
    void play(String scenario, Steps steps) {
        String at = "opening";
        try (Fixture fixture = new Fixture(engine, steps)) {
            fixture.open();
            List<Step> all = steps.all();
            for (int index = 0; index < all.size(); index++) {
                at = "step " + (index + 1) + " '" + all.get(index).name() + "'";
                all.get(index).action().run(fixture);
                if (index == restartAfter) {
                    at = "the restart after " + at;
                    fixture.restart();
                }
            }
            at = "closing";
        } catch (Throwable failure) {
            throw new AssertionError(scenario + " on " + this + " failed in " + at + ": " + failure, failure);
        }
    }

    @Override
    public String toString() {
        return engine.name()
                + (restartAfter == NO_RESTART
                        ? ""
                        : ", restart after step " + (restartAfter + 1) + " '" + stepName + "'");
    }
}
