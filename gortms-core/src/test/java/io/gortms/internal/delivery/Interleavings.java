package io.gortms.internal.delivery;

import io.gortms.internal.group.Seeds;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Has Lincheck run calls at the same time, and compare what they answer with what the same calls answer one after another,
 * in any order that keeps each thread's own. The scenarios are drawn from a seed; {@code -Dgortms.interleavings=100} tries a
 * hundred times as many.
 */
final class Interleavings {

    private static final int TIMES = Integer.getInteger("gortms.interleavings", 1);

    /** What the threads do at the same time, and what one does when they are done. */
    record Scenario(List<List<Call>> threads, List<Call> afterwards) {}

    /** A call of a public method of the tested class. */
    record Call(String method, List<Object> arguments) {}

    private final Class<?> tested;
    private final Function<Random, Scenario> draw;
    private Class<?> expected;

    /**
     * Interleavings of the public methods of a class.
     *
     * @param tested is made anew, with no arguments, for each run of a scenario
     */
    Interleavings(Class<?> tested, Function<Random, Scenario> draw) {
        this.tested = tested;
        this.draw = draw;
        this.expected = tested;
    }

    /** Takes what is expected from another class with the same methods: for what waits, or may answer this or that. */
    Interleavings comparedWith(Class<?> other) {
        expected = other;
        return this;
    }

    /** Runs scenarios on real threads, each of them many times. */
    void stress(int scenarios, int runs) {
        check(new StressOptions().invocationsPerIteration(runs), scenarios);
    }

    /** Runs scenarios step by step, and switches between the threads at chosen steps. */
    void modelCheck(int scenarios, int interleavings) {
        check(new ModelCheckingOptions().invocationsPerIteration(interleavings), scenarios);
    }

    private void check(Options<?, ?> options, int scenarios) {
        Random random = new Random(Seeds.seed(tested.getSimpleName()));
        options.iterations(0).sequentialSpecification(expected);
        for (int i = 0; i < scenarios * TIMES; i++) {
            options.addCustomScenario(scenario(draw.apply(random)));
        }
        options.check(tested);
    }

    private ExecutionScenario scenario(Scenario drawn) {
        List<List<Actor>> parallel = drawn.threads().stream().map(this::actors).toList();
        return new ExecutionScenario(List.of(), parallel, actors(drawn.afterwards()), null);
    }

    private List<Actor> actors(List<Call> calls) {
        return calls.stream().map(this::actor).toList();
    }

    private Actor actor(Call call) {
        Method method = Arrays.stream(tested.getMethods())
                .filter(candidate -> candidate.getName().equals(call.method()))
                .findAny()
                .orElseThrow();
        return new Actor(method, call.arguments());
    }

    /** Deals so many of these, each at most once, to so many threads. What stands in one list stays together. */
    static List<List<Call>> deal(List<List<Call>> calls, int count, int threads, Random random) {
        List<List<Call>> shuffled = new ArrayList<>(calls);
        Collections.shuffle(shuffled, random);
        List<List<Call>> hands = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            hands.add(new ArrayList<>());
        }
        for (int i = 0; i < count; i++) {
            hands.get(i % threads).addAll(shuffled.get(i));
        }
        return hands;
    }

    /** A call of a public method of the tested class, for {@link #deal}. */
    static List<Call> call(String method, Object... arguments) {
        return List.of(new Call(method, List.of(arguments)));
    }
}
