package io.gortms.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/**
 * How the tests of a sample class ended that was run by Jupiter for itself.
 *
 * @param succeeded how many did
 * @param failures why the others failed, by the names of their methods
 */
record SampleRun(long succeeded, Map<String, Throwable> failures) {

    static SampleRun of(Class<?> sample) {
        return of(EngineTestKit.engine("junit-jupiter").selectors(selectClass(sample)));
    }

    /** All tests at once, as far as there are threads. */
    static SampleRun inParallel(Class<?> sample, int threads) {
        return of(EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(sample))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter(
                        "junit.jupiter.execution.parallel.config.executor-service", "WORKER_THREAD_POOL")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "" + threads));
    }

    private static SampleRun of(EngineTestKit.Builder request) {
        Events tests = request.execute().testEvents();
        Map<String, Throwable> failures = new LinkedHashMap<>();
        tests.failed().stream().forEach(event -> failures.put(method(event), cause(event)));
        return new SampleRun(tests.succeeded().count(), failures);
    }

    /** The only failure. */
    Throwable failure() {
        if (failures.size() != 1) {
            throw new AssertionError("one failure was expected, not " + failures);
        }
        return failures.values().iterator().next();
    }

    private static String method(Event event) {
        return event.getTestDescriptor()
                .getSource()
                .map(source -> ((MethodSource) source).getMethodName())
                .orElseThrow();
    }

    private static Throwable cause(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }
}
