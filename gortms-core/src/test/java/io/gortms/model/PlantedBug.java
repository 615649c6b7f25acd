package io.gortms.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A bug that is not there: a small change of one source file, kept as a unified diff with a line before it that names it. */
final class PlantedBug {

    private static final String DIRECTORY = "bugs";

    private final String name;
    private final List<String> diff;

    private PlantedBug(String name, List<String> diff) {
        this.name = name;
        this.diff = diff;
    }

    static List<PlantedBug> all() throws IOException, URISyntaxException {
        URL directory = Objects.requireNonNull(PlantedBug.class.getResource(DIRECTORY), DIRECTORY);
        try (Stream<Path> files = Files.list(Path.of(directory.toURI()))) {
            return files.sorted().map(PlantedBug::read).toList();
        }
    }

    private static PlantedBug read(Path file) {
        try {
            String name = file.getFileName().toString().replace(".diff", "");
            return new PlantedBug(name, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compiles the changed file into the directory, and answers a loader that sees the broker with the bug. */
    URLClassLoader plant(Path directory) throws IOException {
        Path changed = changedFile();
        Path source = directory.resolve(changed.getFileName().toString());
        Files.writeString(source, changed(Files.readString(changed)));
        Path classes = Files.createDirectory(directory.resolve("classes"));
        String path = System.getProperty("java.class.path");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-nowarn",
                        "-proc:none",
                        "-d",
                        classes.toString(),
                        "-cp",
                        path,
                        source.toString());
        assertThat(result).as("compiling " + source).isZero();
        List<URL> urls = new ArrayList<>(List.of(classes.toUri().toURL()));
        for (String entry : Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path)
                .toList()) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /** The file, as a path from the module's directory. */
    private Path changedFile() {
        String line = diff.stream()
                .filter(each -> each.startsWith("+++ "))
                .findFirst()
                .orElseThrow();
        return Path.of(line.substring(line.indexOf("src/main/")));
    }

    /** The file with each hunk's lines in the place of those it replaces. */
    private String changed(String source) {
        String text = source;
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (String line : diff.subList(hunksBegin(), diff.size())) {
            if (line.startsWith("@@")) {
                text = replace(text, before, after);
            } else {
                String rest = line.substring(Math.min(1, line.length())) + "\n";
                before.append(line.startsWith("+") ? "" : rest);
                after.append(line.startsWith("-") ? "" : rest);
            }
        }
        return replace(text, before, after);
    }

    private int hunksBegin() {
        int at = 0;
        while (!diff.get(at).startsWith("@@")) {
            at++;
        }
        return at;
    }

    private String replace(String text, StringBuilder before, StringBuilder after) {
        if (before.length() > 0) {
            assertThat(text).as("the source that %s changes", name).containsOnlyOnce(before);
        }
        String replaced = text.replace(before, after);
        before.setLength(0);
        after.setLength(0);
        return replaced;
    }

    @Override
    public String toString() {
        return name + ": " + diff.get(0);
    }
}
