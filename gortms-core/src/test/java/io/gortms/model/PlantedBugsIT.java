package io.gortms.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The model test finds what it is for: each bug that is planted in a copy of the broker makes it fail. */
@Timeout(600)
class PlantedBugsIT {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("bugs")
    void isFound(PlantedBug bug) throws Exception {
        Path data = Files.createDirectory(directory.resolve("data"));
        try (URLClassLoader copy = bug.plant(directory)) {
            String failure = hunt(copy).apply(data.toString());
            System.out.println(bug + ": " + failure);

            assertThat(failure).as("how %s was found", bug).isNotEmpty();
        }
    }

    @SuppressWarnings("unchecked")
    private static UnaryOperator<String> hunt(ClassLoader copy) throws ReflectiveOperationException {
        Class<?> type = copy.loadClass(BugHunt.class.getName());
        return (UnaryOperator<String>) type.getDeclaredConstructor().newInstance();
    }

    static List<PlantedBug> bugs() throws IOException, URISyntaxException {
        return PlantedBug.all();
    }
}
