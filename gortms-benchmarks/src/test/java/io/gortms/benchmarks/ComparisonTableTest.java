package io.gortms.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComparisonTableTest {

    private final ComparisonTable table = new ComparisonTable();

    @Test
    void setsTheMedianOfTheRoundsBesideThatOfTheRawOne() {
        score("raw", 250, 200, 210);
        score("disk", 300, 420, 900);

        assertThat(table.toMarkdown())
                .contains("| Publish.raw | 210 | 200 | 250 | ns/op | 1.00 |")
                .contains("| Publish.disk | 420 | 300 | 900 | ns/op | 2.00 |");
    }

    @Test
    void ofAnEvenNumberOfRoundsTheMedianIsTheMeanOfTheMiddleTwo() {
        score("raw", 1, 2, 3, 4);

        assertThat(table.toMarkdown()).contains("| Publish.raw | 2.50 |");
    }

    @Test
    void comparesAMeasureWithTheSameMeasureOnly() {
        score("raw", 100);
        table.add("Publish", "disk", "p50", 30, "us");

        assertThat(table.toMarkdown()).contains("| Publish.disk p50 | 30.00 | 30.00 | 30.00 | us |  |");
    }

    private void score(String benchmark, double... scores) {
        for (double score : scores) {
            table.add("Publish", benchmark, "", score, "ns/op");
        }
    }
}
