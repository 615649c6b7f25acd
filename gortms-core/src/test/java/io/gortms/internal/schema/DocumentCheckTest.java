package io.gortms.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gortms.Payloads;
import io.gortms.Schema;
import io.gortms.SchemaViolation;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which documents are refused, and that nothing outside them is looked at. */
class DocumentCheckTest {

    /** It is there, and would be found if anything were looked for. */
    private static final String ON_CLASS_PATH = "classpath:type-string.json";

    private static SchemaCheck check(String document) {
        return SchemaCheck.of("shop", Schema.jsonSchema(document));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "null",
                "1",
                "[]",
                "\"x\"",
                "{} {}",
                "{\"type\":\"object\",\"type\":\"object\"}",
                "{\"type\":\"strin\"}",
                "{\"required\":\"a\"}",
                "{\"minimum\":\"1\"}",
                "{\"maximum\":1e99999999999}",
                "{\"type\":[\"required\",1E+2147483647]}",
                "{\"const\":1e-10001}",
                "{\"properties\":{\"a\":{\"type\":1}}}",
                "{\"pattern\":\"(\"}",
                "{\"properties\":{\"a\":{\"pattern\":\"[\"}}}",
                "{\"$ref\":\"#/$defs/none\"}",
                "{\"properties\":{\"a\":{\"items\":{\"$ref\":\"#/$defs/none\"}}}}",
                "{\"$ref\":\"#\"}",
                "{\"$ref\":\"other.json\"}",
                "{\"$schema\":\"http://json-schema.org/draft-07/schema#\"}",
                "{\"$schema\":\"http://example.com/mine\"}"
            })
    void documentsThatAreRefused(String document) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check(document))
                .withMessageContaining("'shop'")
                .withMessageContaining("no valid JSON Schema");
    }

    @Test
    void tooDeep() {
        String document = "{\"not\":".repeat(900) + "{}" + "}".repeat(900);
        assertThatIllegalArgumentException().isThrownBy(() -> check(document));
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void nothingIsFetched(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("x.json"), "{\"type\":\"string\"}");
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String remote = "http://localhost:" + server.getLocalPort() + "/x.json";
            for (String elsewhere : List.of(remote, file.toUri().toString(), ON_CLASS_PATH)) {
                refersTo(elsewhere);
            }
            server.setSoTimeout(1);
            assertThat(accepts(server)).as("somebody has connected").isFalse();
        }
    }

    /** Refused when it is declared; or, where nobody looks at it then, of no effect. */
    private static void refersTo(String elsewhere) {
        String ref = "{\"$ref\":\"" + elsewhere + "\"}";
        String dynamic = "{\"$dynamicRef\":\"" + elsewhere + "\"}";
        for (String schema : List.of(
                ref,
                dynamic,
                "{\"properties\":{\"a\":" + ref + "}}",
                "{\"properties\":{\"a\":{\"items\":{\"anyOf\":[{},{\"not\":" + ref + "}]}}}}",
                "{\"if\":{\"required\":[\"zz\"]},\"then\":" + ref + "}",
                "{\"$ref\":\"#/$defs/b\",\"$defs\":{\"b\":" + ref + "}}",
                "{\"$id\":\"" + elsewhere + "\",\"$ref\":\"y.json\"}",
                "{\"$schema\":\"" + elsewhere + "\"}")) {
            assertThatIllegalArgumentException().as(schema).isThrownBy(() -> check(schema));
        }
        assertThat(check("{\"properties\":{\"a\":" + dynamic + "}}").violations(Payloads.json("{\"a\":1}")))
                .as("found when it is followed")
                .hasSize(1);
        assertThat(check("{\"$defs\":{\"b\":" + ref + "}}").violations(Payloads.json("{\"a\":[1]}")))
                .isEmpty();
    }

    private static boolean accepts(ServerSocket server) throws Exception {
        try {
            server.accept().close();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Test
    void aSchemaMayReferToItself() {
        SchemaCheck check = check("{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#\"}}}");
        assertThat(check.violations(Payloads.json("{\"a\":{\"a\":{\"a\":{}}}}")))
                .isEmpty();
        assertThat(check.violations(Payloads.json("{\"a\":{\"a\":{\"a\":5}}}")))
                .containsExactly(new SchemaViolation("a.a.a", "object", "number"));
        String deep = "{\"a\":".repeat(990) + "{}" + "}".repeat(990);
        assertThat(check.violations(Payloads.json(deep))).hasSizeLessThan(2);
    }

    @Test
    void aSchemaMaySayItsDraftAndItsName() {
        String document = "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\","
                + "\"$id\":\"https://example.com/order\",\"$ref\":\"#/$defs/o\",\"$defs\":{\"o\":{\"type\":\"object\"}}}";
        assertThat(check(document).violations(Payloads.json("{}"))).isEmpty();
        assertThat(check(document).violations(Payloads.json("1"))).hasSize(1);
    }

    @Test
    void yesAndNo() {
        assertThat(check("true").violations(Payloads.json("1"))).isEmpty();
        assertThat(check("false").violations(Payloads.json("1"))).hasSize(1);
        assertThat(check("{}").violations(Payloads.json("1e99999999999")))
                .containsExactly(new SchemaViolation("", "JSON", "a number that cannot be read"));
    }

    @Test
    void numbersAreComparedWithAllTheirDigits() {
        SchemaCheck check = check("{\"maximum\":9007199254740993,\"minimum\":0.1000000000000000055}");
        assertThat(check.violations(Payloads.json("9007199254740993"))).isEmpty();
        assertThat(check.violations(Payloads.json("9007199254740993.5"))).hasSize(1);
        assertThat(check.violations(Payloads.json("1e400"))).hasSize(1);
        assertThat(check.violations(Payloads.json("0.1"))).hasSize(1);
        assertThat(check.violations(Payloads.json("0.1000000000000000055"))).isEmpty();
    }

    @Test
    void longValuesAreCutInTheViolation() {
        SchemaCheck check = check("{\"maxLength\":3}");
        assertThat(check.violations(Payloads.of("x".repeat(10_000))).get(0).actual())
                .hasSizeLessThan(120);
    }

    @Test
    void aNumberThatWouldFillTheHeapIsRefused() {
        SchemaCheck check = check("{\"enum\":[1]}");

        assertThat(check.violations(Payloads.json("1E+2147483647")))
                .singleElement()
                .satisfies(violation -> assertThat(violation.actual()).contains("exponent"));
        assertThat(check.violations(Payloads.json("1.0e0"))).isEmpty();
    }
}
