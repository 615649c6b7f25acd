package io.gortms.internal.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunsTest {

    private final Runs runs = new Runs();

    private List<String> all() {
        List<String> all = new ArrayList<>();
        runs.forEach((from, to) -> all.add(from + "-" + to));
        return all;
    }

    @Test
    void neighboursBecomeOne() {
        runs.add(0, 10, 5);
        runs.add(10, 12, 5);
        runs.add(20, 30, 5);
        assertThat(all()).containsExactly("0-12", "20-30");
    }

    @Test
    void whatIsFreedAlreadyJoinsAndIsNotVisitedAlone() {
        runs.add(0, 10, 0);
        runs.add(10, 20, 7);
        runs.add(30, 40, 0);
        assertThat(all()).containsExactly("0-20");
    }
}
