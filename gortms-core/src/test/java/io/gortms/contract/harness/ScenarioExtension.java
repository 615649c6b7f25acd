package io.gortms.contract.harness;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Turns each {@link Scenario} method into one test for each engine and restart point. */
final class ScenarioExtension implements TestTemplateInvocationContextProvider {

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        Scenario scenario = AnnotationSupport.findAnnotation(method, Scenario.class)
                .orElseThrow(() -> new IllegalStateException(method + " is no @Scenario"));
        Steps steps = collect(context.getRequiredTestClass(), method);
        return Engines.ALL.stream()
                .filter(scenario.on()::includes)
                .flatMap(engine -> runs(engine, steps, scenario.restarts()))
                .map(Invocation::new);
    }

    private static Steps collect(Class<?> testClass, Method method) {
        Steps steps = new Steps();
        ReflectionSupport.invokeMethod(method, ReflectionSupport.newInstance(testClass), steps);
        return steps;
    }

    private static Stream<ScenarioRun> runs(Engine engine, Steps steps, boolean restarts) {
        Stream<ScenarioRun> straight = Stream.of(ScenarioRun.straight(engine));
        if (!restarts || !engine.durable()) {
            return straight;
        }
        return Stream.concat(
                straight,
                IntStream.range(0, steps.all().size())
                        .filter(index -> steps.all().get(index).restartable())
                        .mapToObj(index -> new ScenarioRun(
                                engine, index, steps.all().get(index).name())));
    }

    /** One run, as a test of its own. */
    private record Invocation(ScenarioRun run) implements TestTemplateInvocationContext {

        @Override
        public String getDisplayName(int invocationIndex) {
            return run.toString();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new Runner(run, new Steps()));
        }
    }

    /** Lets the method describe its steps, then runs them. */
    private record Runner(ScenarioRun run, Steps steps) implements ParameterResolver, InvocationInterceptor {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Steps.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return steps;
        }

        @Override
        public void interceptTestTemplateMethod(
                InvocationInterceptor.Invocation<Void> invocation,
                ReflectiveInvocationContext<Method> method,
                ExtensionContext context)
                throws Throwable {
            invocation.proceed();
            run.play(context.getRequiredTestMethod().getName(), steps);
        }
    }
}
