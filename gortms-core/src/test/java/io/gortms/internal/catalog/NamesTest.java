package io.gortms.internal.catalog;

import static io.gortms.internal.catalog.Names.Kind.DOMAIN;
import static io.gortms.internal.catalog.Names.Kind.GROUP;
import static io.gortms.internal.catalog.Names.Kind.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    private static final String FIFTY = "n".repeat(50);

    @ParameterizedTest
    @ValueSource(strings = {"a", "orders", "Order-Processors_2", "0", "-", "a_"})
    void takesWhatIsAllowed(String name) {
        for (Names.Kind kind : Names.Kind.values()) {
            assertThat(Names.check(kind, name)).isSameAs(name);
            assertThat(Names.checkInternal(kind, name)).isSameAs(name);
        }
        assertThat(Names.check(QUEUE, FIFTY)).isEqualTo(FIFTY);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "a b|' ' at index 1",
                "a/b|'/' at index 1",
                "..|reserved for derived names",
                "orders.dlq|reserved for derived names",
                "größe|\\u00f6 at index 2",
                "a\\b|'\\' at index 1",
            },
            delimiter = '|',
            quoteCharacter = '"')
    void saysWhatIsWrongAndWhatIsAllowed(String name, String wrong) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Names.check(QUEUE, name))
                .withMessageContaining("the queue name")
                .withMessageContaining(wrong)
                .withMessageContaining("1 to 50 of A-Z, a-z, 0-9, '_' and '-'");
    }

    @Test
    void refusesEmptyAndLongNames() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Names.check(GROUP, ""))
                .withMessageContaining("the group name '' is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Names.check(GROUP, FIFTY + "n"))
                .withMessageContaining("has 51 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Names.check(GROUP, "n".repeat(1_000_000)))
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(300));
    }

    @Test
    void showsNoControlCharactersInMessages() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Names.check(DOMAIN, "a\n\u001b[31m"))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains("'a\\u000a\\u001b[31m'")
                        .matches("[ -~]*"));
    }

    @ParameterizedTest
    @EnumSource(Names.Kind.class)
    void namesWhatIsNull(Names.Kind kind) {
        String word = kind.name().toLowerCase(Locale.ROOT);
        assertThatNullPointerException()
                .isThrownBy(() -> Names.check(kind, null))
                .withMessage("the " + word + " name is null");
        assertThatNullPointerException()
                .isThrownBy(() -> Names.checkInternal(kind, null))
                .withMessage("the " + word + " name is null");
    }

    @Test
    void keepsTheUnderscoreForGortmsItself() {
        assertThat(Names.check(DOMAIN, "_webhooks")).isEqualTo("_webhooks");
        for (Names.Kind kind : Names.Kind.values()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Names.check(kind, "_mine"))
                    .withMessageContaining("reserved for gortms itself");
            assertThat(Names.checkInternal(kind, "_mine")).isEqualTo("_mine");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Names.check(QUEUE, "_webhooks"));
    }

    @Test
    void allowsDotsInTheNamesOfQueuesThatGortmsMakes() {
        String derived = Names.derived(FIFTY, "dlq");
        assertThat(Names.checkInternal(QUEUE, derived)).isEqualTo(FIFTY + ".dlq");
        assertThat(Names.isInternal(QUEUE, derived)).isTrue();
        assertThat(Names.ownerOf("orders.dlq")).isEqualTo("orders");
        assertThat(Names.ownerOf("orders")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.", ".dlq", "a..b", "a.b.c", "a/b", "../a", "a.b/c"})
    void neverLetsAPathThrough(String name) {
        assertThat(Names.isInternal(QUEUE, name)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> Names.checkInternal(QUEUE, name));
        assertThat(Names.isInternal(DOMAIN, "a.b")).isFalse();
    }

    @Test
    void refusesWhatDiffersOnlyByCase() {
        List<String> existing = List.of("orders", "Invoices");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Names.checkDistinct(QUEUE, "invoices", existing))
                .withMessageContaining("the existing 'Invoices'");
        assertThatCode(() -> Names.checkDistinct(QUEUE, "orders", existing)).doesNotThrowAnyException();
        assertThatCode(() -> Names.checkDistinct(QUEUE, "order", existing)).doesNotThrowAnyException();
    }

    @Test
    void findsTheNearestNames() {
        List<String> existing = List.of("invoices", "orders", "order-items", "ORDER", "payments", "ordres");
        assertThat(Names.nearest("order", existing)).containsExactly("ORDER", "orders", "ordres");
        assertThat(Names.nearest("INVOICE", existing)).startsWith("invoices");
        assertThat(Names.nearest("payment", List.of("payments"))).containsExactly("payments");
        assertThat(Names.nearest("anything", List.of())).isEmpty();
        assertThat(Names.nearest("n".repeat(1_000_000), existing)).hasSize(3);
    }

    @Test
    void countsInsertionsDeletionsAndReplacements() {
        assertThat(Names.nearest("kitten", List.of("sitting", "kiten", "mitten", "kittens!!!")))
                .containsExactly("kiten", "mitten", "sitting");
    }
}
