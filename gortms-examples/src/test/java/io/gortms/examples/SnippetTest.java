package io.gortms.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The code that the pages show is code that runs. Above each snippet stands {@code <!-- from FILE#REGION -->}; the snippet
 * is the text between {@code // tag::REGION[]} and {@code // end::REGION[]} of that file.
 */
class SnippetTest {

    private static final Pattern SNIPPET =
            Pattern.compile("<!-- from (\\S+)#(\\S+) -->\\R+```java\\R(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern CODE_BLOCK = Pattern.compile("^```java$", Pattern.MULTILINE);

    private final Path root = projectRoot();

    @TestFactory
    Stream<DynamicTest> eachSnippetIsItsRegion() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages()) {
            Matcher snippet = SNIPPET.matcher(Files.readString(page));
            while (snippet.find()) {
                String file = snippet.group(1);
                String region = snippet.group(2);
                String shown = snippet.group(3);
                tests.add(DynamicTest.dynamicTest(
                        root.relativize(page) + ": " + region,
                        () -> assertThat(shown).isEqualTo(region(root.resolve(file), region))));
            }
        }
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }

    @Test
    void noPageShowsJavaThatIsNoSnippet() throws IOException {
        for (Path page : pages()) {
            String text = Files.readString(page);
            assertThat(SNIPPET.matcher(text).results().count())
                    .as("snippets of %s", page)
                    .isEqualTo(CODE_BLOCK.matcher(text).results().count());
        }
    }

    private List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(root.resolve("README.md")));
        try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    private static String region(Path file, String name) throws IOException {
        String text = Files.readString(file);
        Matcher region = Pattern.compile(
                        "// tag::" + Pattern.quote(name) + "\\[]\\R(.*?)^[ ]*// end::" + Pattern.quote(name) + "\\[]",
                        Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(text);
        assertThat(region.find()).as("region %s in %s", name, file).isTrue();
        return region.group(1).stripTrailing().stripIndent() + "\n";
    }

    private static Path projectRoot() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve("gortms-core"))) {
            directory = directory.getParent();
            assertThat(directory).as("a directory above with gortms-core in it").isNotNull();
        }
        return directory;
    }
}
