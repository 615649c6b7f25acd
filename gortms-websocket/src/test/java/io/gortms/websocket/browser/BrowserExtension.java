package io.gortms.websocket.browser;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the browser, one for all of them. Where there is none they are skipped, and it is said; with {@code CI=true} they fail.
 */
final class BrowserExtension implements ExecutionCondition, ParameterResolver {

    private static final String SKIPPED =
            "the browser tests of the console are SKIPPED: no chromium with chromedriver is"
                    + " installed; on Debian: apt-get install chromium chromium-driver";
    private static final AtomicBoolean SAID = new AtomicBoolean();

    /** Closed by JUnit when all tests are done. */
    private record Opened(Driver driver, Browser browser) implements AutoCloseable {

        static Opened open() {
            try {
                Driver driver = Driver.start();
                return new Opened(driver, driver.browser());
            } catch (IOException e) {
                throw new IllegalStateException("no browser could be started: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() throws IOException {
            try (driver) {
                browser.close();
            }
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (Driver.isInstalled() || "true".equals(System.getenv("CI"))) {
            return ConditionEvaluationResult.enabled("a browser is installed, or has to be");
        }
        if (SAID.compareAndSet(false, true)) {
            System.out.println(SKIPPED);
        }
        return ConditionEvaluationResult.disabled(SKIPPED);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Browser.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(BrowserExtension.class))
                .computeIfAbsent("browser", key -> Opened.open(), Opened.class)
                .browser();
    }
}
